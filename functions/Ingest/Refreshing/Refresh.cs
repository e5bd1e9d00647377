using Hookwork.Archive;
using Hookwork.Patchwork;
using Microsoft.Azure.Functions.Worker;

namespace Hookwork.Ingest.Refreshing;

/// <summary>Fetches the resources that a message asks for.</summary>
public sealed class Refresh(Refresher refresher, RefreshQueue queue, PatchworkPipeline pipeline, ArchiveLag lag)
{
    [Function(nameof(Refresh))]
    public async Task RunAsync(
        [QueueTrigger(ArchiveStorage.RefreshQueueName)] string message,
        CancellationToken cancellationToken
    )
    {
        // A malformed message fails until the runtime dead-letters it.
        var items =
            RefreshQueue.Read(message)
            ?? throw new FormatException("The message is not a list of resources to refresh.");
        // A backlog has hundreds of messages, and each would send a request.
        if (pipeline.Pause is { } pause)
            await queue.WaitAsync(items, pause, cancellationToken);
        else
            await refresher.RunAsync(items, cancellationToken);
        await lag.MeasureAsync(items.Select(item => item.Project), cancellationToken);
    }
}
