using Hookwork.Bench.Search.Archive;

namespace Hookwork.Bench.Api;

/// <summary>Something that clients of the REST API ask for.</summary>
/// <param name="Name">What the figures call it.</param>
/// <param name="PatchworkMs">What Patchwork 3.1.2 on PostgreSQL takes for it, with as many patches, on a machine of the
/// same kind.</param>
internal sealed record ApiRequest(string Name, string Path, double PatchworkMs)
{
    /// <summary>All that are measured, for so many patches.</summary>
    public static IReadOnlyList<ApiRequest> All(int patches) =>
        [
            new("list30", "api/patches/", 151),
            new("list250", "api/patches/?per_page=250", 410),
            new("query", "api/patches/?q=virtio", 155),
            // Of 14,000 patches, page 400.
            new("page400", $"api/patches/?page={Math.Max(1, patches / 35)}", 151),
            new("events250", "api/events/?per_page=250", 437),
            new("detail", $"api/patches/{Tracker.FirstPatch + patches / 2}/", 29),
            new("series30", "api/series/", 139),
        ];
}
