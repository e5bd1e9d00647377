using System.Globalization;
using Hookwork.Input;
using Microsoft.Extensions.Configuration;

namespace Hookwork.Ingest;

/// <summary>The timing of ingest. The defaults suit every deployment; tests use shorter times.</summary>
public sealed record IngestSettings
{
    /// <summary>
    /// An event unfinished for this long is queued again. Longer than a refresh waits for an event's change (127 s),
    /// shorter than the messages of a killed process stay hidden (ten minutes).
    /// </summary>
    public TimeSpan SweepAfter { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>
    /// An event for which there was no message is queued after this long, by default a minute: a poll or push takes ten
    /// seconds at most.
    /// </summary>
    public TimeSpan SweepUnqueuedAfter => SweepAfter / 3;

    /// <summary>
    /// How much later than newer events an event may become visible on the server. The API holds the newer ones back
    /// for as long.
    /// </summary>
    public TimeSpan HoldEvents { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingsException">A setting is malformed.</exception>
    public static IngestSettings Read(IConfiguration configuration)
    {
        var settings = new IngestSettings();
        if (configuration["Hookwork:SweepAfter"] is { Length: > 0 } sweep)
        {
            settings =
                TimeSpan.TryParse(sweep, CultureInfo.InvariantCulture, out var span)
                && span > TimeSpan.Zero
                && span <= TimeSpan.FromDays(1)
                    ? settings with
                    {
                        SweepAfter = span,
                    }
                    : throw new SettingsException(
                        $"Hookwork__SweepAfter is '{Printable.Escape(sweep)}': give a time span of at most a day, such as 00:03:00."
                    );
        }
        if (configuration["Hookwork:HoldEvents"] is { Length: > 0 } hold)
        {
            settings =
                TimeSpan.TryParse(hold, CultureInfo.InvariantCulture, out var span)
                && span >= TimeSpan.Zero
                && span <= TimeSpan.FromHours(1)
                    ? settings with
                    {
                        HoldEvents = span,
                    }
                    : throw new SettingsException(
                        $"Hookwork__HoldEvents is '{Printable.Escape(hold)}': give a time span of at most an hour, such as 00:00:30."
                    );
        }
        return settings;
    }
}
