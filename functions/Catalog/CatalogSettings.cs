using Hookwork.Input;
using Microsoft.Extensions.Configuration;

namespace Hookwork.Catalog;

/// <summary>Settings of the catalog.</summary>
/// <param name="Folder">The folder of its files while the process runs.</param>
/// <param name="DiskBudget">The disk budget in bytes; least recently used projects are evicted first.</param>
public sealed record CatalogSettings(string Folder, long DiskBudget)
{
    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingsException">A setting is malformed.</exception>
    public static CatalogSettings Read(IConfiguration configuration)
    {
        var megabytes =
            configuration.Read(
                "Hookwork__CatalogMegabytes",
                1L,
                (1L << 30) - 1,
                "the megabytes of disk that search may use, such as 500"
            ) ?? 500;
        // Each user has a folder: nobody may write to the one that another made.
        var folder =
            configuration.ReadText("Hookwork__CatalogFolder")
            ?? Path.Combine(Path.GetTempPath(), $"hookwork-{Environment.UserName}");
        return new CatalogSettings(Path.GetFullPath(folder), megabytes << 20);
    }
}
