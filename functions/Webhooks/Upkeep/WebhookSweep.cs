using Hookwork.Archive.Cursors;
using Hookwork.Archive.Events;
using Hookwork.Archive.Resources;
using Hookwork.Builds;
using Hookwork.Ingest;
using Hookwork.Ingest.Refreshing;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Conditions;
using Hookwork.Webhooks.Payloads;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Webhooks.Upkeep;

/// <summary>
/// Announces series that are incomplete an hour after they began, or stale, and deletes old deliveries.
/// </summary>
public sealed class WebhookSweep(
    Completions completions,
    ResourceStore resources,
    SeriesData series,
    StaleSeries stale,
    SubscriptionStore subscriptions,
    Upstream upstream,
    CursorStore cursors,
    EventLog log,
    WebhookPruning pruning,
    WebhookQueue queue,
    TimeProvider time
)
{
    /// <summary>Runs once; idempotent.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var due = await completions.DueAsync(now, cancellationToken);
        var all = due.Any(look => look.Event == 0) ? await subscriptions.AllAsync(cancellationToken) : [];
        // Until it is polled, the server may have their mails and comments: it did not answer, or no process ran.
        var polled = due.Count > 0 ? upstream.Polled(await cursors.AllAsync(cancellationToken)) : [];
        HashSet<(ResourceKind, long)>? awaited = null;
        List<Exception> failures = [];
        foreach (var (row, _, project, id, created) in due.Where(look => IsRead(look.Project, look.At, polled)))
        {
            try
            {
                var isOfStale = created == 0;
                if (isOfStale || await series.IsIncompleteAsync(id, cancellationToken))
                {
                    // After an outage, what happened may be among many events that are read and not fetched yet.
                    awaited ??= await AwaitedAsync(cancellationToken);
                    if (
                        awaited.Contains((ResourceKind.Series, id))
                        || (isOfStale && await IsMailAwaitedAsync(id, awaited, cancellationToken))
                    )
                        continue;
                    if (isOfStale)
                        await stale.LookAsync(project, id, all, cancellationToken);
                    // It may have been fetched since.
                    else if (await series.IsIncompleteAsync(id, cancellationToken))
                        await queue.AnnounceAsync(
                            [Announcer.IncompleteOf(project, id, created)],
                            TimeSpan.Zero,
                            cancellationToken
                        );
                }
                await completions.DoneAsync(row, cancellationToken);
            }
            // It stays due for the next run, and must not stop the others.
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                failures.Add(exception);
            }
        }

        // This is here since a timer of its own would cost more.
        await pruning.RunAsync(cancellationToken);
        if (failures.Count > 0)
            throw new AggregateException($"{failures.Count} of {due.Count} series could not be looked at.", failures);
    }

    /// <summary>
    /// Whether a project's events up to a time are read. One that is not followed any more has no cursor.
    /// </summary>
    private static bool IsRead(long project, DateTimeOffset until, IReadOnlyList<Cursor> polled)
    {
        var own = polled.Where(cursor => cursor.Project == project || cursor.Project == Cursor.AllProjects).ToList();
        return own.Count == 0 || own.Exists(cursor => cursor.CaughtUpAt >= until);
    }

    /// <summary>The resources of which an event is unfinished.</summary>
    private ValueTask<HashSet<(ResourceKind, long)>> AwaitedAsync(CancellationToken cancellationToken) =>
        log.OpenAsync(null, cancellationToken)
            .Where(open => open.Resource.Length > 0)
            .Select(open => RefreshQueue.ReadItem(open.Resource))
            .Select(item => (item.Kind, item.Id))
            .ToHashSetAsync(cancellationToken: cancellationToken);

    /// <summary>Whether an event of a mail of a series is unfinished.</summary>
    private async Task<bool> IsMailAwaitedAsync(
        long id,
        HashSet<(ResourceKind, long)> awaited,
        CancellationToken cancellationToken
    ) =>
        awaited.Count > 0
        && (await resources.RowAsync(ResourceKind.Series, id, cancellationToken)).Series.Any(mail =>
            awaited.Contains((ResourceKind.Patch, mail)) || awaited.Contains((ResourceKind.Cover, mail))
        );
}
