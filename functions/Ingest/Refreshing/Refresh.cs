using Hookwork.Archive;
using Microsoft.Azure.Functions.Worker;

namespace Hookwork.Ingest.Refreshing;

/// <summary>Fetches the resources that a message asks for.</summary>
public sealed class Refresh(Refresher refresher)
{
    [Function(nameof(Refresh))]
    public Task RunAsync(
        [QueueTrigger(ArchiveStorage.RefreshQueueName)] string message,
        CancellationToken cancellationToken
    ) =>
        // A malformed message fails until the runtime dead-letters it.
        RefreshQueue.Read(message)
            is { } items
            ? refresher.RunAsync(items, cancellationToken)
            : throw new FormatException("The message is not a list of resources to refresh.");
}
