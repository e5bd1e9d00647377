using Microsoft.Azure.Functions.Worker;

namespace Hookwork.Ingest;

/// <summary>Backfill and Reconcile: goes on with the walks over the server's lists, every minute; one at a time over all instances.</summary>
public sealed class WalkLists(ListWalker walker)
{
    [Function(nameof(WalkLists))]
    public Task RunAsync([TimerTrigger("30 * * * * *")] TimerInfo timer, CancellationToken cancellationToken) => walker.RunAsync(cancellationToken);
}
