using Hookwork.Archive.Events;
using Hookwork.Input;
using Microsoft.Extensions.Logging;

namespace Hookwork.Ingest.Refreshing;

/// <summary>
/// Refreshes and announces the little that a poll or push brings in the same execution, so that no queue has to be read.
/// What is more, fails, waits or is interrupted goes to the queue. What a crash leaves is swept.
/// </summary>
public sealed partial class FastPath(
    Refresher refresher,
    RefreshQueue queue,
    EventLog log,
    UpstreamSlots slots,
    ILogger<FastPath> logger
)
{
    /// <summary>The longest time that a poll or push spends here.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>After this long no further resource is fetched, so that time is left to announce.</summary>
    private static readonly TimeSpan LongestFetch = TimeSpan.FromSeconds(5);

    /// <summary>Refreshes resources if an upstream slot is free, else queues them.</summary>
    public async Task RunAsync(IReadOnlyList<RefreshItem> items, CancellationToken cancellationToken)
    {
        if (items.Count == 0)
            return;
        if (await slots.TryTakeAsync(cancellationToken) is { } slot)
            await RunAsync(items, slot, cancellationToken);
        else
            await QueueAsync(items, cancellationToken);
    }

    /// <summary>Refreshes resources.</summary>
    /// <param name="slot">The upstream slot of the caller; it is freed after the last fetch.</param>
    public async Task RunAsync(
        IReadOnlyList<RefreshItem> items,
        IAsyncDisposable slot,
        CancellationToken cancellationToken
    )
    {
        if (items.Count == 0)
            return;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Longest);
        try
        {
            var finished = await refresher.RunAsync(
                [.. RefreshItem.Join(items)],
                slot,
                LongestFetch,
                atOnce: true,
                limit.Token
            );
            await QueuedAsync(items, finished, cancellationToken);
        }
        // The queue repeats the work, and dead-letters what fails again and again.
        catch (Exception exception)
        {
            var isOver = limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested;
            Log.Interrupted(
                logger,
                items.Count,
                isOver ? $"it took longer than {Longest.TotalSeconds} seconds" : Printable.Escape(exception.Message)
            );
            await QueueAsync([.. RefreshItem.Join(items)], CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task QueueAsync(IReadOnlyCollection<RefreshItem> items, CancellationToken cancellationToken)
    {
        await queue.SendAsync(items, TimeSpan.Zero, cancellationToken);
        await QueuedAsync(items, new HashSet<long>(), cancellationToken);
    }

    /// <summary>Unmarks the events that a message has now, so that the sweep does not queue them as well.</summary>
    private Task QueuedAsync(
        IEnumerable<RefreshItem> items,
        IReadOnlySet<long> finished,
        CancellationToken cancellationToken
    ) =>
        log.QueuedAsync(
            items
                .SelectMany(item => item.Events, (item, e) => (item.Project, e.Id))
                .Where(e => !finished.Contains(e.Id))
                .Distinct(),
            null,
            cancellationToken
        );

    private static partial class Log
    {
        [LoggerMessage(
            LogLevel.Warning,
            "The refresh of {Count} resources was interrupted, so they are queued: {Reason}"
        )]
        public static partial void Interrupted(ILogger logger, int count, string reason);
    }
}
