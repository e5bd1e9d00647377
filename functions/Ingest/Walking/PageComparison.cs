using System.Text.Json;
using Hookwork.Archive;
using Hookwork.Archive.Cursors;
using Hookwork.Archive.Resources;
using Hookwork.Ingest.Refreshing;
using Hookwork.Patchwork;
using Hookwork.Patchwork.Resources;

namespace Hookwork.Ingest.Walking;

/// <summary>Compares a page of a list of the server with the archive, in both directions.</summary>
public sealed class PageComparison(ResourceStore resources, ProjectNames names, CursorStore cursors, WalkStore walks)
{
    /// <summary>The resources to fetch: the archive lacks them or differs, or the server does not list them.</summary>
    /// <param name="walk">The walk at the time of the request.</param>
    /// <param name="requestedAt">When the page was requested.</param>
    public async Task<IReadOnlyList<RefreshItem>> DifferingAsync(
        Walk walk,
        ListPage<Fetched<Listed>> page,
        DateTimeOffset requestedAt,
        CancellationToken cancellationToken
    )
    {
        if (page.Count == 0)
            return [];
        var kind = walk.At!.Value;
        var listed = page.Select(item => item.Value.Id).ToHashSet();
        var archived = await ArchivedAsync(walk, page, listed, cancellationToken);
        var projects = await names.AllAsync(cancellationToken);
        var isExpected = await ExpectationAsync(walk, cancellationToken);
        List<RefreshItem> items = [];
        foreach (var item in page.Where(item => RecentPages.IsNew(walk, item.Value.Id)))
        {
            var parts =
                archived.TryGetValue(item.Value.Id, out var stored) ? Differing(item, stored, projects)
                : isExpected(item.Value.Date) ? ResourceFetch.Everything(kind)
                : Part.None;
            if (parts != Part.None)
                items.Add(new RefreshItem(kind, item.Value.Id, walk.Project) { Parts = parts, AsOf = requestedAt });
        }
        items.AddRange(
            archived
                .Keys.Except(listed)
                .Select(id => new RefreshItem(kind, id, walk.Project)
                {
                    Parts = Part.Detail,
                    AsOf = requestedAt,
                    Missing = true,
                })
        );
        return items;
    }

    /// <summary>
    /// The archived resources that the page lists, and those that it lacks: the ones with ids within the page, and on
    /// the first and last page of a full walk also the ones beyond. Null where the JSON is lost, and for those that the
    /// page lacks. One mail with a wrong date can make the range of ids large. So can a quiet project of a busy server: a
    /// recent walk does not look far from what the page lists.
    /// </summary>
    private async Task<Dictionary<long, JsonElement?>> ArchivedAsync(
        Walk walk,
        ListPage<Fetched<Listed>> page,
        HashSet<long> listed,
        CancellationToken cancellationToken
    )
    {
        var (first, last) = (page.Min(item => item.Value.Id), page.Max(item => item.Value.Id));
        // A recent walk reads the ids downwards, and no gap between two pages.
        if (walk.Scope == WalkScope.Recent)
            (first, last) = (page.IsLast ? 0 : first, walk.Below - 1 ?? (walk.Page == 1 ? Keys.LastId : last));
        else
            (first, last) = (
                DatePages.SinceOf(walk) is null && walk.Scope == WalkScope.All ? 0 : first,
                page.IsLast ? Keys.LastId : last
            );
        var archived = new Dictionary<long, JsonElement?>();
        foreach (var range in walk.Scope == WalkScope.Recent ? IdRanges.Around(listed, first, last) : [(first, last)])
        {
            await foreach (
                var (id, date, isArchived, json) in resources.RangeAsync(
                    walk.At!.Value,
                    walk.Project,
                    range.First,
                    range.Last,
                    listed,
                    cancellationToken
                )
            )
            {
                using var document = json is null ? null : JsonDocument.Parse(json);
                if (listed.Contains(id) || IsOfPage(walk, page, date, isArchived))
                    archived[id] = document?.RootElement.Clone();
            }
        }
        return archived;
    }

    /// <summary>
    /// Tells by date whether the archive should hold a resource: it is newer than the start of polling, or within a
    /// backfill.
    /// </summary>
    private async Task<Func<string?, bool>> ExpectationAsync(Walk walk, CancellationToken cancellationToken)
    {
        if (walk.Scope == WalkScope.Backfill)
            return _ => true;
        var start = await cursors.StartAsync(walk.Project, cancellationToken);
        var backfill = (await walks.AllAsync(cancellationToken)).FirstOrDefault(other =>
            other.Project == walk.Project && other is { Scope: WalkScope.Backfill, At: null, FinishedAt: not null }
        );
        return date =>
            date is not null
            && (
                (start is not null && (start.Length == 0 || ServerClock.IsLater(date, start)))
                || (
                    backfill is not null
                    && (backfill.From is null || !ServerClock.IsLater(backfill.From, date))
                    && (backfill.To is null || ServerClock.IsLater(backfill.To, date))
                )
            );
    }

    private static Part Differing(Fetched<Listed> item, JsonElement? stored, IReadOnlyList<ProjectName> projects)
    {
        if (stored is null)
            return Part.Detail;
        using var document = JsonDocument.Parse(item.Json);
        return ListComparison.Differing(document.RootElement, stored.Value, projects);
    }

    /// <summary>
    /// Whether an archived resource belongs on the page. If the page lacks it, it left the list or was deleted.
    /// </summary>
    private static bool IsOfPage(Walk walk, ListPage<Fetched<Listed>> page, string? date, bool isArchived)
    {
        if (walk.Scope == WalkScope.Recent)
            return true;
        if (date is null || (isArchived && walk is { At: ResourceKind.Patch, Scope: WalkScope.Unarchived }))
            return false;
        var since = DatePages.SinceOf(walk);
        // A date may span several pages, so a resource with this date may be on another one.
        var isAfterStart =
            walk.Page > 1
                ? ServerClock.IsLater(date, page[0].Value.Date)
                : since is null || !ServerClock.IsLater(since, date);
        var end = page.IsLast ? walk.To : page[^1].Value.Date;
        return isAfterStart && (end is null || ServerClock.IsLater(end, date));
    }
}
