using System.Globalization;
using Hookwork.Archive.Resources;
using Hookwork.Ingest.Polling;
using Hookwork.Patchwork.Resources;

namespace Hookwork.Ingest.Refreshing;

/// <summary>
/// Tells the event that a comment was created from those that repeat it: Patchwork 3.2 raises one more each time that
/// somebody marks the comment as addressed, or no longer.
/// </summary>
public sealed class CommentEvents(CommentEventStore store, ServerClock clock)
{
    /// <summary>The ids of those events that repeat an earlier one.</summary>
    /// <param name="kind">The kind of resource that the comments are on.</param>
    /// <param name="id">Its id.</param>
    public async Task<IReadOnlySet<long>> RepeatsAsync(
        ResourceKind kind,
        long id,
        IReadOnlyList<EventReference> events,
        CancellationToken cancellationToken
    )
    {
        List<(EventReference Event, long Comment)> said =
        [
            .. events
                .Where(e => e.Category is EventCategory.PatchCommentCreated or EventCategory.CoverCommentCreated)
                .Where(e => long.TryParse(e.Says, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                .Select(e => (e, long.Parse(e.Says!, CultureInfo.InvariantCulture))),
        ];
        if (said.Count == 0)
            return new HashSet<long>();
        var firsts = await store.FirstEventsAsync(
            kind,
            id,
            said.DistinctBy(item => item.Comment)
                .ToDictionary(
                    item => item.Comment,
                    item => new CommentEvent(item.Event.Id, clock.NotBefore(item.Event.Date))
                ),
            cancellationToken
        );
        return said.Where(item => firsts[item.Comment] != item.Event.Id).Select(item => item.Event.Id).ToHashSet();
    }
}
