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
        HashSet<long> repeats = [];
        foreach (var e in events)
        {
            if (
                e.Category is EventCategory.PatchCommentCreated or EventCategory.CoverCommentCreated
                && long.TryParse(e.Says, NumberStyles.None, CultureInfo.InvariantCulture, out var comment)
                && await store.FirstEventAsync(
                    kind,
                    id,
                    comment,
                    new CommentEvent(e.Id, clock.NotBefore(e.Date)),
                    cancellationToken
                ) != e.Id
            )
                repeats.Add(e.Id);
        }
        return repeats;
    }
}
