using Hookwork.Archive.Cursors;
using Hookwork.Archive.Events;
using Hookwork.Archive.Resources;
using Hookwork.Builds;
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
    SeriesData series,
    StaleSeries stale,
    SubscriptionStore subscriptions,
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
        // Their mails and comments may have arrived where the server does not answer. They stay due until it does.
        var failing = await cursors.FailingAsync([.. due.Select(look => look.Project)], cancellationToken);
        HashSet<long>? awaited = null;
        List<Exception> failures = [];
        foreach (var (row, project, id, created) in due.Where(look => !failing.Contains(look.Project)))
        {
            try
            {
                if (created == 0)
                    await stale.LookAsync(project, id, all, cancellationToken);
                else if (await series.IsIncompleteAsync(id, cancellationToken))
                {
                    // After an outage, its completion may be one of many events that are read and not fetched yet.
                    awaited ??= await AwaitedAsync(cancellationToken);
                    if (awaited.Contains(id))
                        continue;
                    // It may have been fetched since.
                    if (await series.IsIncompleteAsync(id, cancellationToken))
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

    /// <summary>The series of which an event is unfinished.</summary>
    private ValueTask<HashSet<long>> AwaitedAsync(CancellationToken cancellationToken) =>
        log.OpenAsync(null, cancellationToken)
            .Where(open => open.Resource.Length > 0)
            .Select(open => RefreshQueue.ReadItem(open.Resource))
            .Where(item => item.Kind == ResourceKind.Series)
            .Select(item => item.Id)
            .ToHashSetAsync(cancellationToken: cancellationToken);
}
