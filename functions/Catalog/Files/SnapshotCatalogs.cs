using Microsoft.Azure.Functions.Worker;

namespace Hookwork.Catalog.Files;

/// <summary>Writes a snapshot of each catalog that changed enough, hourly.</summary>
public sealed class SnapshotCatalogs(Snapshots snapshots)
{
    // A run that was missed is made up for by the next, so the runtime need not note each in a blob.
    [Function(nameof(SnapshotCatalogs))]
    public Task RunAsync(
        [TimerTrigger("0 20 * * * *", UseMonitor = false)] TimerInfo timer,
        CancellationToken cancellationToken
    ) => snapshots.RunAsync(cancellationToken);
}
