using Microsoft.Azure.Functions.Worker;

namespace Hookwork.Ingest.Walking;

/// <summary>
/// Backfill and Reconcile: continues the walks over the server's lists. The runtime runs one at a time across all
/// instances.
/// </summary>
public sealed class WalkLists(ListWalker walker)
{
    // The runtime records each run in a blob, so an instance that starts a moment too late makes up for the run.
    // Without the record it would wait for the next time, and be stopped before.
    [Function(nameof(WalkLists))]
    public Task RunAsync([TimerTrigger("%WalkSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        walker.RunAsync(cancellationToken);
}
