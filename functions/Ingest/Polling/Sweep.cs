using Hookwork.Archive;
using Hookwork.Archive.Events;
using Hookwork.Ingest.Refreshing;
using Microsoft.Extensions.Logging;

namespace Hookwork.Ingest.Polling;

/// <summary>
/// Queues events again that stay unfinished too long. A crash between recording an event and queueing it loses only the
/// message.
/// </summary>
public sealed partial class Sweep(
    ArchiveStorage storage,
    EventLog log,
    RefreshQueue queue,
    IngestSettings settings,
    TimeProvider time,
    ILogger<Sweep> logger
)
{
    private const int Most = 1000;

    /// <summary>An event this old is queued again even while messages wait.</summary>
    private static readonly TimeSpan TooLongByFar = TimeSpan.FromHours(6);

    /// <summary>Queues lost events again. Call it while the server answers.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        List<OpenEvent> stale = [];
        await foreach (var item in log.OpenAsync(null, cancellationToken))
        {
            if (now - item.Since > settings.SweepAfter && stale.Count < Most)
                stale.Add(item);
        }
        if (stale.Count == 0)
            return;

        // While messages wait, an unfinished event is most likely in one of them. Claimed messages are hidden and not
        // counted; those of a killed process stay hidden for ten minutes.
        var waiting = (await storage.Refresh.PeekMessagesAsync(1, cancellationToken)).Value.Length > 0;
        var lost = await log.SettleAsync(
            [.. stale.Where(item => !waiting || now - item.Since > TooLongByFar)],
            cancellationToken
        );
        if (lost.Count == 0)
            return;

        Log.Again(logger, lost.Count);
        await log.TouchAsync(lost, cancellationToken);
        await queue.SendAsync(
            [.. RefreshItem.Join(lost.Select(item => RefreshQueue.ReadItem(item.Resource)))],
            TimeSpan.Zero,
            cancellationToken
        );
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "{Count} unfinished events are queued again")]
        public static partial void Again(ILogger logger, int count);
    }
}
