using Hookwork.Archive.Cursors;
using Hookwork.Archive.Resources;
using Hookwork.Patchwork;
using Hookwork.Patchwork.Resources;

namespace Hookwork.Ingest.Walking;

/// <summary>
/// The pages of <see cref="WalkScope.Recent"/>: a fixed number of requests, newest resources first. Ids ascend as the
/// server receives mails, so the order does not depend on the dates of the mails.
/// </summary>
public static class RecentPages
{
    /// <summary>
    /// The most requests in a run. With the one for bundles, a run each twelve minutes makes forty an hour.
    /// </summary>
    public const int Most = 7;

    /// <summary>The pages of patches read in every run.</summary>
    private const int Newest = 3;

    /// <summary>The further pages of patches in a run; each run continues after the last one's.</summary>
    private const int Further = 2;

    /// <summary>The last page that is read at all, which holds the ten thousandth patch.</summary>
    private const int Last = 40;

    /// <summary>The address of the next page, below <c>/api/</c> and the version.</summary>
    public static string PathOf(Walk walk) =>
        $"{walk.At!.Value.Plural()}/?project={walk.Project}&order=-id&per_page={PatchworkClient.PageSize}"
        + (walk.Page == 1 ? "" : $"&page={walk.Page}");

    /// <summary>Whether a resource was not on the page before.</summary>
    public static bool IsNew(Walk walk, long id) => walk.Below is not { } below || id < below;

    /// <summary>The walk after a page: at the next page, at the next list, or at its end.</summary>
    public static Walk After(Walk walk, ListPage<Fetched<Listed>> page)
    {
        var following = walk.Page + 1;
        var next = walk with
        {
            Pages = walk.Pages + 1,
            Page = following,
            Below = page.IsLast ? null : page.Min(item => item.Value.Id),
        };
        return walk.At switch
        {
            ResourceKind.Patch when page.IsLast || following > Last => At(next with { Older = 0 }, ResourceKind.Series),
            ResourceKind.Patch when next.Pages == Newest + Further => At(
                next with
                {
                    Older = following,
                },
                ResourceKind.Series
            ),
            ResourceKind.Patch when walk.Page == Newest && walk.Older > following => next with
            {
                Page = walk.Older,
                Below = null,
            },
            // The cover letters need a page.
            ResourceKind.Series when page.IsLast || next.Pages == Most - 1 => At(next, ResourceKind.Cover),
            ResourceKind.Cover when page.IsLast || next.Pages == Most => At(next, null),
            _ => next,
        };
    }

    private static Walk At(Walk walk, ResourceKind? list) => walk with { At = list, Page = 1, Below = null };
}
