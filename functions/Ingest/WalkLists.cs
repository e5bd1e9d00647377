using Microsoft.Azure.Functions.Worker;

namespace Hookwork.Ingest;

/// <summary>Backfill and Reconcile: goes on with the walks over the server's lists; the runtime runs one at a time over all instances.</summary>
public sealed class WalkLists(ListWalker walker)
{
    [Function(nameof(WalkLists))]
    public Task RunAsync([TimerTrigger("%WalkSchedule%")] TimerInfo timer, CancellationToken cancellationToken) => walker.RunAsync(cancellationToken);
}
