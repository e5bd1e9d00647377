using Microsoft.Azure.Functions.Worker;

namespace Hookwork.Ingest.Walking;

/// <summary>
/// Backfill and Reconcile: continues the walks over the server's lists. The runtime runs one at a time across all
/// instances.
/// </summary>
public sealed class WalkLists(ListWalker walker)
{
    // The next run makes up for a missed one, so the runtime need not record each in a blob.
    [Function(nameof(WalkLists))]
    public Task RunAsync(
        [TimerTrigger("%WalkSchedule%", UseMonitor = false)] TimerInfo timer,
        CancellationToken cancellationToken
    ) => walker.RunAsync(cancellationToken);
}
