using Hookwork.Bench.Search.Archive;

namespace Hookwork.Bench.Api;

/// <summary>A typical request to the REST API.</summary>
/// <param name="Name">Its name in the figures.</param>
/// <param name="PatchworkMs">The time of Patchwork 3.1.2 on PostgreSQL for as many patches, on the same kind of
/// machine.</param>
/// <param name="Patch">The patch whose detail it is; null for a list.</param>
internal sealed record ApiRequest(string Name, string Path, double PatchworkMs, long? Patch = null)
{
    /// <summary>The request, and the status of its answer.</summary>
    public Exchange Good => Exchange.Get(Path);

    /// <summary>All measured requests, for a number of patches.</summary>
    public static IReadOnlyList<ApiRequest> All(int patches) =>
        [
            new("list30", "api/patches/", 151),
            new("list250", "api/patches/?per_page=250", 410),
            new("query", "api/patches/?q=virtio", 155),
            // Of 14,000 patches, page 400.
            new("page400", $"api/patches/?page={Math.Max(1, patches / 35)}", 151),
            new("events250", "api/events/?per_page=250", 437),
            Detail(Tracker.FirstPatch + patches / 2),
            new("series30", "api/series/", 139),
        ];

    private static ApiRequest Detail(long patch) => new("detail", $"api/patches/{patch}/", 29, patch);
}
