using Hookwork.Builds;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Payloads;

namespace Hookwork.Webhooks.Upkeep;

/// <summary>Announces series that are incomplete an hour after they began, and deletes old deliveries.</summary>
public sealed class WebhookSweep(
    Completions completions,
    SeriesData series,
    WebhookPruning pruning,
    WebhookQueue queue,
    TimeProvider time
)
{
    /// <summary>Runs once; idempotent.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var (row, project, id, created) in await completions.DueAsync(now, cancellationToken))
        {
            if (await series.IsIncompleteAsync(id, cancellationToken))
                await queue.AnnounceAsync(
                    [Announcer.IncompleteOf(project, id, created)],
                    TimeSpan.Zero,
                    cancellationToken
                );
            await completions.DoneAsync(row, cancellationToken);
        }

        // Here, since a timer of its own would cost more.
        await pruning.RunAsync(cancellationToken);
    }
}
