using Hookwork.Archive.Resources;
using Hookwork.Ingest.Polling;
using Hookwork.Input;
using Hookwork.Patchwork.Resources;

namespace Hookwork.Ingest.Refreshing;

/// <summary>
/// Tells whether a fetched resource shows its events' changes. Patchwork raises events before it commits the change.
/// </summary>
public static class Settling
{
    /// <summary>The events whose change the fetched resource lacks, each with what it lacks, in words.</summary>
    public static IReadOnlyList<(EventReference Event, string Lack)> Unsettled(
        RefreshItem item,
        FetchedResource fetched,
        ServerClock clock
    )
    {
        List<(EventReference, string)> unsettled = [];
        foreach (
            var latest in item.Events.Where(e => clock.IsYoung(e.Date)).GroupBy(e => e.Category, StringComparer.Ordinal)
        )
        {
            // A later event of the same category replaces an earlier one's state; comments and checks add up.
            var newestFirst = latest.OrderByDescending(e => e.Id);
            var missing = latest.Key is EventCategory.PatchStateChanged or EventCategory.PatchDelegated
                ? newestFirst.TakeWhile(e => !Shows(fetched, e))
                : newestFirst.Where(e => !Shows(fetched, e));
            unsettled.AddRange(
                missing.Select(e =>
                    (
                        e,
                        $"{e.Category} {e.Id} says {Printable.Escape(e.Says ?? "complete")}, which the {item.Kind.Name()} does not show."
                    )
                )
            );
        }
        return unsettled;
    }

    private static bool Shows(FetchedResource fetched, EventReference e) =>
        e.Category switch
        {
            EventCategory.PatchStateChanged => fetched.Detail is not Patch patch
                || e.Says is null
                || patch.State == e.Says,
            EventCategory.PatchDelegated => fetched.Detail is not Patch patch
                || e.SaidId is not { } id
                || (patch.Delegate?.Id ?? 0) == id,
            EventCategory.PatchCompleted => fetched.Detail is not Patch patch
                || e.SaidId is not { } id
                || (patch.Series ?? []).Any(series => series.Id == id),
            // The event does not name the new relation. A dissolved relation is accepted after the last fetch.
            EventCategory.PatchRelationChanged => fetched.Detail is not Patch { Related.Count: 0 },
            EventCategory.SeriesCompleted => fetched.Detail is not Series series || series.ReceivedAll,
            EventCategory.PatchCommentCreated or EventCategory.CoverCommentCreated => fetched.Comments is null
                || e.SaidId is not { } id
                || fetched.Comments.Any(comment => comment.Value.Id == id),
            EventCategory.CheckCreated => fetched.Checks is null
                || e.SaidId is not { } id
                || fetched.Checks.Any(check => check.Value.Id == id),
            _ => true,
        };
}
