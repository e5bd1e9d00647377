using Hookwork.Archive.Resources;
using Hookwork.Ingest.Polling;
using Hookwork.Patchwork;
using Hookwork.Patchwork.Resources;

namespace Hookwork.Ingest.Refreshing;

/// <summary>Fetches what of a resource is not archived yet, but for its mbox.</summary>
public sealed class ResourceFetch(PatchworkClient client, ServerClock clock)
{
    /// <summary>Every part that a kind of resource has.</summary>
    public static Part Everything(ResourceKind kind) =>
        kind switch
        {
            ResourceKind.Patch => Part.Detail | Part.Mbox | Part.Comments | Part.Checks,
            ResourceKind.Cover => Part.Detail | Part.Mbox | Part.Comments,
            _ => Part.Detail,
        };

    /// <summary>The parts that were not fetched since the events that changed them.</summary>
    public Part Needed(RefreshItem item, ResourceRow row)
    {
        var needed = Part.None;
        foreach (var part in new[] { Part.Detail, Part.Mbox, Part.Comments, Part.Checks })
        {
            var wanted = item
                .Events.Where(e => ChangedBy(e.Category).HasFlag(part))
                .Select(e => clock.VisibleBy(e.Date));
            if (item.Parts.HasFlag(part))
                wanted = wanted.Append(item.AsOf);
            if (wanted.Any(visible => row.At(part) is not { } at || at < visible))
                needed |= part;
        }
        // Events do not cover the history of a resource from before the server was followed, nor that of a deleted one
        // that is there again.
        if (
            !row.Exists && !item.Events.Any(e => e.Category is EventCategory.PatchCreated or EventCategory.CoverCreated)
        )
            needed |= Everything(item.Kind);
        if (item.Kind == ResourceKind.Series)
            needed &= Part.Detail;
        // The detail has the mbox's address.
        return needed.HasFlag(Part.Mbox) ? needed | Part.Detail : needed;
    }

    /// <summary>A server without events of comments is asked for them when the state changes.</summary>
    private Part ChangedBy(string category) =>
        EventTarget.Parts(category)
        | (
            category == EventCategory.PatchStateChanged && !client.HasCommentEvents
                ? Part.Comments | Part.Mbox
                : Part.None
        );

    /// <summary>
    /// Fetches parts; null if the server does not have the resource. The lists come first: once they show a new comment
    /// or check, so do the detail and the mbox.
    /// </summary>
    public async Task<FetchedResource?> FetchAsync(RefreshItem item, Part parts, CancellationToken cancellationToken)
    {
        var fetched = new FetchedResource { Parts = parts };
        if (parts.HasFlag(Part.Comments))
        {
            fetched = fetched with
            {
                Comments =
                    item.Kind == ResourceKind.Patch
                        ? await client.PatchCommentsAsync(item.Id, cancellationToken)
                        : await client.CoverCommentsAsync(item.Id, cancellationToken),
            };
        }
        if (parts.HasFlag(Part.Checks) && item.Kind == ResourceKind.Patch)
            fetched = fetched with { Checks = await client.ChecksAsync(item.Id, cancellationToken) };
        if (parts.HasFlag(Part.Detail))
        {
            fetched = item.Kind switch
            {
                ResourceKind.Patch => fetched.With(await client.PatchAsync(item.Id, cancellationToken)),
                ResourceKind.Cover => fetched.With(await client.CoverAsync(item.Id, cancellationToken)),
                _ => fetched.With(await client.SeriesAsync(item.Id, cancellationToken)),
            };
            if (fetched.Detail is null)
                return null;
        }
        return fetched;
    }
}
