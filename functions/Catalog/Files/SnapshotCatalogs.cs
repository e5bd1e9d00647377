using Microsoft.Azure.Functions.Worker;

namespace Hookwork.Catalog.Files;

/// <summary>Hourly writes a snapshot of each catalog with enough changes.</summary>
public sealed class SnapshotCatalogs(Snapshots snapshots)
{
    // A run that an instance starts too late for is made up for, since the runtime records each in a blob.
    [Function(nameof(SnapshotCatalogs))]
    public Task RunAsync([TimerTrigger("0 20 * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        snapshots.RunAsync(cancellationToken);
}
