using System.Text.Json;
using Hookwork.Archive.Resources;
using Hookwork.Patchwork.Resources;

namespace Hookwork.Builds;

/// <summary>Reads series from the archive.</summary>
internal static class ArchivedSeries
{
    /// <summary>A series; null if it is not archived.</summary>
    public static async Task<Series?> SeriesAsync(
        this ResourceStore resources,
        long id,
        CancellationToken cancellationToken
    ) =>
        await resources.JsonAsync(ResourceKind.Series, id, cancellationToken) is { } json
            ? JsonSerializer.Deserialize(json, PatchworkJson.Default.Series)
            : null;
}
