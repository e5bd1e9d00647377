using Microsoft.Azure.Functions.Worker;

namespace Hookwork.Ingest.Walking;

/// <summary>
/// Backfill and Reconcile: goes on with the walks over the server's lists; the runtime runs one at a time over all
/// instances.
/// </summary>
public sealed class WalkLists(ListWalker walker)
{
    // A run that was missed is made up for by the next, so the runtime need not note each in a blob.
    [Function(nameof(WalkLists))]
    public Task RunAsync(
        [TimerTrigger("%WalkSchedule%", UseMonitor = false)] TimerInfo timer,
        CancellationToken cancellationToken
    ) => walker.RunAsync(cancellationToken);
}
