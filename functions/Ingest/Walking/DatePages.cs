using Hookwork.Archive.Cursors;
using Hookwork.Archive.Resources;
using Hookwork.Patchwork;
using Hookwork.Patchwork.Resources;

namespace Hookwork.Ingest.Walking;

/// <summary>
/// The pages of every walk but the recent one: oldest first. The next page begins at the last date of the one before,
/// since a page number would skip resources when others before them are deleted.
/// </summary>
public static class DatePages
{
    /// <summary>The address of the next page, below <c>/api/</c> and the version.</summary>
    public static string PathOf(Walk walk)
    {
        var kind = walk.At!.Value;
        var since = SinceOf(walk);
        return $"{kind.Plural()}/?project={walk.Project}&order=date&per_page={PatchworkClient.PageSize}"
            + (kind == ResourceKind.Patch && walk.Scope == WalkScope.Unarchived ? "&archived=false" : "")
            + (since is null ? "" : $"&since={Uri.EscapeDataString(since)}")
            + (walk.To is null ? "" : $"&before={Uri.EscapeDataString(walk.To)}")
            + (walk.Page == 1 ? "" : $"&page={walk.Page}");
    }

    /// <summary>The date that the next page begins at; null for the oldest there is.</summary>
    public static string? SinceOf(Walk walk) => walk.Since ?? walk.From;

    /// <summary>Whether a resource was not on the page before, which ended at the date that this one begins with.</summary>
    public static bool IsNew(Walk walk, string? date) => walk.Page > 1 || walk.Since is null || date != walk.Since;

    /// <summary>The walk after a page: at the next page, at the next list, or at its end.</summary>
    public static Walk After(Walk walk, ListPage<Fetched<Listed>> page)
    {
        if (page.IsLast)
            return walk with { At = NextOf(walk), Since = null, Page = 1 };
        var last = page[^1].Value.Date;
        return last is null || last == walk.Since
            ? walk with
            {
                Page = walk.Page + 1,
            }
            : walk with
            {
                Since = last,
                Page = 1,
            };
    }

    /// <summary>
    /// Covers come first, then patches, then the series that name both. Only patches can be archived on the server.
    /// </summary>
    private static ResourceKind? NextOf(Walk walk) =>
        walk.At switch
        {
            ResourceKind.Cover => ResourceKind.Patch,
            ResourceKind.Patch when walk.Scope is WalkScope.All or WalkScope.Backfill => ResourceKind.Series,
            _ => null,
        };
}
