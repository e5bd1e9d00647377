using System.Globalization;

namespace Hookwork.Catalog.Files;

/// <summary>A stored catalog file.</summary>
/// <param name="Position">Its position in the journal, by the service's clock.</param>
/// <param name="Size">In bytes.</param>
public sealed record Snapshot(long Project, DateTimeOffset Position, long Size)
{
    /// <summary>The hashes of its parts; null if none are stored with it.</summary>
    public string? Hash { get; init; }

    /// <summary>The name of the blob. Names sort by position.</summary>
    public string Name => $"{Project}/{CatalogSchema.Format}-{Position.UtcTicks:D19}.db";

    /// <summary>Parses a name of this format; null if it is invalid.</summary>
    public static Snapshot? TryParse(string name, long size)
    {
        var parts = name.Split('/', '-', '.');
        return
            parts is [var project, var format, var ticks, "db"]
            && long.TryParse(project, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            && format == CatalogSchema.Format.ToString()
            && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            && at <= DateTimeOffset.MaxValue.Ticks
            ? new Snapshot(id, new DateTimeOffset(at, TimeSpan.Zero), size)
            : null;
    }
}
