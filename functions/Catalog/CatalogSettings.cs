using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Hookwork.Catalog;

/// <summary>Settings of the catalog.</summary>
/// <param name="Folder">Where its files lie while the process runs.</param>
/// <param name="DiskBudget">How many bytes they may take; the least used projects go first.</param>
public sealed record CatalogSettings(string Folder, long DiskBudget)
{
    /// <summary>How long an event is held back after it is finished, for those that become visible upstream a little late.</summary>
    public TimeSpan HoldEvents { get; init; } = DefaultHold;

    private const long DefaultMegabytes = 500;
    private static readonly TimeSpan DefaultHold = TimeSpan.FromSeconds(30);

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingsException">One is malformed.</exception>
    public static CatalogSettings Read(IConfiguration configuration)
    {
        var megabytes = DefaultMegabytes;
        if (configuration["Hookwork:CatalogMegabytes"] is { Length: > 0 } text
            && !(long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out megabytes) && megabytes is > 0 and < 1 << 30))
            throw new SettingsException($"Hookwork__CatalogMegabytes is '{Printable.Escape(text)}': give the megabytes of disk that search may use, such as {DefaultMegabytes}.");
        var folder = configuration["Hookwork:CatalogFolder"] is { Length: > 0 } given ? given : Path.Combine(Path.GetTempPath(), "hookwork");
        var hold = DefaultHold;
        if (configuration["Hookwork:HoldEvents"] is { Length: > 0 } span
            && !(TimeSpan.TryParse(span, CultureInfo.InvariantCulture, out hold) && hold >= TimeSpan.Zero && hold <= Archive.Journal.Overlap))
            throw new SettingsException($"Hookwork__HoldEvents is '{Printable.Escape(span)}': give a time of at most a minute, such as 00:00:30.");
        return new CatalogSettings(Path.GetFullPath(folder), megabytes << 20) { HoldEvents = hold };
    }
}
