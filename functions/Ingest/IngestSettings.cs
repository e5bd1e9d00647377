using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Hookwork.Ingest;

/// <summary>The pace of ingest; the defaults suit every deployment, tests are in more of a hurry.</summary>
public sealed record IngestSettings
{
    /// <summary>An event unfinished for this long is queued again.</summary>
    public TimeSpan SweepAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingsException">One is malformed.</exception>
    public static IngestSettings Read(IConfiguration configuration)
    {
        if (configuration["Hookwork:SweepAfter"] is not { Length: > 0 } text)
            return new IngestSettings();
        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) && span > TimeSpan.Zero
            ? new IngestSettings { SweepAfter = span }
            : throw new SettingsException($"Hookwork__SweepAfter is '{Printable.Escape(text)}': give a time span such as 00:10:00.");
    }
}
