using Microsoft.Azure.Functions.Worker;

namespace Hookwork.Catalog.Files;

/// <summary>Hourly writes a snapshot of each catalog with enough changes.</summary>
public sealed class SnapshotCatalogs(Snapshots snapshots)
{
    // The runtime records each run in a blob, so an instance that starts too late makes up for the run.
    [Function(nameof(SnapshotCatalogs))]
    public Task RunAsync([TimerTrigger("0 20 * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        snapshots.RunAsync(cancellationToken);
}
