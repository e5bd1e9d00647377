using System.Globalization;
using Hookwork.Input;
using Microsoft.Extensions.Configuration;

namespace Hookwork.Catalog;

/// <summary>Settings of the catalog.</summary>
/// <param name="Folder">The folder of its files while the process runs.</param>
/// <param name="DiskBudget">The disk budget in bytes; least recently used projects are evicted first.</param>
public sealed record CatalogSettings(string Folder, long DiskBudget)
{
    private const long DefaultMegabytes = 500;

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingsException">A setting is malformed.</exception>
    public static CatalogSettings Read(IConfiguration configuration)
    {
        var megabytes = DefaultMegabytes;
        if (
            configuration["Hookwork:CatalogMegabytes"] is { } text
            && !string.IsNullOrWhiteSpace(text)
            && !(
                long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out megabytes)
                && megabytes is > 0 and < 1 << 30
            )
        )
            throw new SettingsException(
                $"Hookwork__CatalogMegabytes is '{Printable.Escape(text)}': give the megabytes of disk that search may use, such as {DefaultMegabytes}."
            );
        var given = configuration["Hookwork:CatalogFolder"];
        // Each user has a folder: nobody may write to the one that another made.
        var folder = string.IsNullOrWhiteSpace(given)
            ? Path.Combine(Path.GetTempPath(), $"hookwork-{Environment.UserName}")
            : given;
        return new CatalogSettings(Path.GetFullPath(folder), megabytes << 20);
    }
}
