using Microsoft.Azure.Functions.Worker;

namespace Hookwork.Catalog.Files;

/// <summary>Hourly writes a snapshot of each catalog with enough changes.</summary>
public sealed class SnapshotCatalogs(Snapshots snapshots)
{
    // The next run makes up for a missed one, so the runtime need not record each run in a blob.
    [Function(nameof(SnapshotCatalogs))]
    public Task RunAsync(
        [TimerTrigger("0 20 * * * *", UseMonitor = false)] TimerInfo timer,
        CancellationToken cancellationToken
    ) => snapshots.RunAsync(cancellationToken);
}
