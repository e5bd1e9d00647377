using Microsoft.Azure.Functions.Worker;

namespace Hookwork.Ingest.Walking;

/// <summary>
/// Backfill and Reconcile: continues the walks over the server's lists. The runtime runs one at a time across all
/// instances.
/// </summary>
public sealed class WalkLists(ListWalker walker)
{
    // The runtime records each run in a blob. Without that, an instance that starts a moment too late waits for the
    // next time, and is stopped before.
    [Function(nameof(WalkLists))]
    public Task RunAsync([TimerTrigger("%WalkSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        walker.RunAsync(cancellationToken);
}
