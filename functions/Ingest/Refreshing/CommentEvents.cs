using Hookwork.Archive.Resources;
using Hookwork.Ingest.Polling;
using Hookwork.Patchwork.Resources;

namespace Hookwork.Ingest.Refreshing;

/// <summary>
/// Finds the first event of a comment. Patchwork 3.2 raises the event that a comment was created again each time that
/// somebody marks the comment as addressed or removes the mark.
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
        var claims = Claims(events);
        return claims.Count == 0
            ? new HashSet<long>()
            : Repeats(events, await store.FirstEventsAsync(kind, id, claims, cancellationToken));
    }

    /// <summary>The first of the events that say that a comment was created, by comment.</summary>
    public IReadOnlyDictionary<long, CommentEvent> Claims(IReadOnlyList<EventReference> events) =>
        Said(events)
            .DistinctBy(item => item.Comment)
            .ToDictionary(
                item => item.Comment,
                item => new CommentEvent(item.Event.Id, clock.NotBefore(item.Event.Date))
            );

    /// <summary>The ids of those events that are not the first of their comment.</summary>
    public static IReadOnlySet<long> Repeats(
        IReadOnlyList<EventReference> events,
        IReadOnlyDictionary<long, long> firsts
    ) => Said(events).Where(item => firsts[item.Comment] != item.Event.Id).Select(item => item.Event.Id).ToHashSet();

    private static IEnumerable<(EventReference Event, long Comment)> Said(IEnumerable<EventReference> events) =>
        events
            .Where(e => e.Category is EventCategory.PatchCommentCreated or EventCategory.CoverCommentCreated)
            .Where(e => e.SaidId is not null)
            .Select(e => (e, e.SaidId!.Value));
}
