using Microsoft.Azure.Functions.Worker;

namespace Hookwork.Catalog;

/// <summary>Writes a snapshot of each catalog that changed enough, hourly.</summary>
public sealed class SnapshotCatalogs(Snapshots snapshots)
{
    [Function(nameof(SnapshotCatalogs))]
    public Task RunAsync([TimerTrigger("0 20 * * * *")] TimerInfo timer, CancellationToken cancellationToken) => snapshots.RunAsync(cancellationToken);
}
