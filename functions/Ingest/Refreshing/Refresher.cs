using Azure;
using Azure.Identity;
using Hookwork.Archive.Changes;
using Hookwork.Archive.Cursors;
using Hookwork.Archive.Events;
using Hookwork.Archive.Resources;
using Hookwork.Input;
using Hookwork.Patchwork;
using Hookwork.Telemetry;
using Microsoft.Extensions.Logging;
using ActivityKind = System.Diagnostics.ActivityKind;

namespace Hookwork.Ingest.Refreshing;

/// <summary>
/// Refreshes the items of a queue message, or the few of a poll or push. Each item finishes alone; a failed item is
/// queued as a message of its own. The order is blob, row, journal, deliveries, event done. Until the event is done, a
/// rerun repeats the later steps.
/// </summary>
public sealed partial class Refresher(
    ResourceRefresh refresh,
    ResourceRows resourceRows,
    RefreshQueue queue,
    EventLog log,
    Journal journal,
    IEnumerable<IRefreshObserver> observers,
    UpstreamSlots slots,
    Upstream upstream,
    PatchworkClient client,
    CursorStore cursors,
    TimeProvider time,
    ILogger<Refresher> logger
)
{
    /// <summary>An item that failed this often, while the server answered other requests, is given up.</summary>
    public const int MostAttempts = 5;

    /// <summary>The longest wait while the server is down. A bot wall gets polling's longest wait.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestBlock = TimeSpan.FromMinutes(15);

    /// <summary>After this long the rest of a message is queued again: polls and callers wait for its slot.</summary>
    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(10);

    /// <summary>Fetches and archives what a message asks for, or queues it again if no slot becomes free.</summary>
    public async Task RunAsync(IReadOnlyList<RefreshItem> items, CancellationToken cancellationToken) =>
        await (
            await slots.WaitAsync(TimeSpan.FromMinutes(1), cancellationToken) is { } slot
                ? RunAsync(items, slot, LongestRun, atOnce: false, cancellationToken)
                : queue.WaitAsync(items, TimeSpan.FromSeconds(10), cancellationToken)
        );

    /// <summary>Fetches and archives items.</summary>
    /// <param name="slot">The upstream slot to use; it is freed after the last fetch.</param>
    /// <param name="longest">After this long the items that are left are queued.</param>
    /// <param name="atOnce">Whether to begin the deliveries, too, and not to queue them.</param>
    /// <returns>The ids of the events that are finished; the items of the others are queued.</returns>
    public async Task<IReadOnlySet<long>> RunAsync(
        IReadOnlyList<RefreshItem> items,
        IAsyncDisposable slot,
        TimeSpan longest,
        bool atOnce,
        CancellationToken cancellationToken
    )
    {
        List<Refreshed> done = [];
        var started = time.GetTimestamp();
        var again = -1;
        await using (slot)
        {
            try
            {
                // A server that did not answer at the start may be another one.
                await upstream.ProjectsAsync(cancellationToken);
            }
            catch (Exception exception) when (exception is UpstreamException or SettingsException)
            {
                await WaitAsync(items, exception, cancellationToken);
                return new HashSet<long>();
            }
            var rows = await resourceRows.ReadAsync(items, cancellationToken);
            for (var index = 0; index < items.Count; index++)
            {
                // One at least, or a slow start would queue the same again and again.
                if (index > 0 && time.GetElapsedTime(started) > longest)
                {
                    await queue.SendAsync([.. items.Skip(index)], TimeSpan.Zero, cancellationToken);
                    break;
                }
                Exception failure;
                try
                {
                    var row = await resourceRows.CurrentAsync(items[index], rows, cancellationToken);
                    done.Add(await RefreshAsync(items[index], row, cancellationToken));
                    continue;
                }
                // A storage outage fails every item; the whole message is delivered again.
                catch (Exception exception)
                    when (exception is UpstreamException or SettingsException || IsItsOwnFault(exception))
                {
                    failure = exception;
                }

                if (await IsDownAsync(failure, cancellationToken))
                {
                    // The failed item goes last, so that it does not block the others.
                    await WaitAsync([.. items.Skip(index + 1), items[index]], failure, cancellationToken);
                    break;
                }
                // The server recovered: a failure during its outage is not the resource's.
                if (failure is UpstreamUnavailableException && again != index)
                {
                    again = index--;
                    continue;
                }
                // One resource that cannot be fetched or stored must not delay the others.
                done.Add(await FailAsync(items[index], failure, cancellationToken));
            }
        }
        return await FinishAsync(done, atOnce, cancellationToken);
    }

    private async Task<Refreshed> RefreshAsync(RefreshItem item, ResourceRow row, CancellationToken cancellationToken)
    {
        using var span = HookworkTraces.Start($"refresh {item.Kind.Name()}", ActivityKind.Consumer, item.Traceparent);
        span?.SetTag("hookwork.project", item.Project).SetTag($"hookwork.{item.Kind.Name()}", item.Id);
        try
        {
            while (true)
            {
                var (before, begun) = (row, time.GetUtcNow());
                var refreshed = await refresh.TryAsync(item, before, cancellationToken);
                if (refreshed is null)
                {
                    row = await resourceRows.ReadAsync(item, cancellationToken);
                    item = refresh.Repeated(item, before, row, begun);
                    continue;
                }
                if (refreshed.Again is { } again)
                    await queue.SendAsync(
                        [again],
                        Backoff.After(item.Early, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)),
                        cancellationToken
                    );
                return refreshed with { Traceparent = span?.Id ?? item.Traceparent };
            }
        }
        catch (Exception exception)
        {
            span.Failed(exception.Message);
            throw;
        }
    }

    private async Task<IReadOnlySet<long>> FinishAsync(
        IReadOnlyList<Refreshed> done,
        bool atOnce,
        CancellationToken cancellationToken
    )
    {
        List<RefreshItem> also =
        [
            .. RefreshItem.Join(
                done.SelectMany(
                    refreshed => refreshed.Also,
                    (refreshed, item) => item with { Traceparent = refreshed.Traceparent }
                )
            ),
        ];
        await queue.SendAsync(also, TimeSpan.Zero, cancellationToken);

        List<EventOutcome> outcomes =
        [
            .. done.SelectMany(refreshed => refreshed.Outcomes).DistinctBy(outcome => outcome.Id),
        ];
        List<Change> changes =
        [
            .. done.SelectMany(refreshed => refreshed.Changes),
            .. outcomes.Select(outcome => new Change(outcome.Project, ChangeKind.Event, outcome.Id)),
        ];
        await journal.AppendAsync(changes, cancellationToken);
        foreach (var observer in observers)
            await observer.RefreshedAsync(done, atOnce, cancellationToken);
        await log.FinishAsync(outcomes, cancellationToken);

        var categories = done.SelectMany(refreshed => refreshed.Item.Events)
            .DistinctBy(e => e.Id)
            .ToDictionary(e => e.Id, e => e.Category);
        foreach (
            var ((category, status), count) in outcomes.CountBy(outcome => (categories[outcome.Id], outcome.Status))
        )
            HookworkMeter.Finished(category, status, count);
        HookworkMeter.PatchesStored.Add(
            done.Count(refreshed => refreshed.Stored && refreshed.Item.Kind == ResourceKind.Patch)
        );
        return outcomes.Select(outcome => outcome.Id).ToHashSet();
    }

    /// <summary>Postpones items while the server is down or blocked; uses up no attempt.</summary>
    private async Task WaitAsync(
        IReadOnlyList<RefreshItem> items,
        Exception exception,
        CancellationToken cancellationToken
    )
    {
        var (waits, blocked) = (items.Max(item => item.Waits), exception is UpstreamBlockedException);
        var longest = blocked ? LongestBlock : LongestWait;
        var backoff = Backoff.After(waits, TimeSpan.FromSeconds(1), longest);
        var wait =
            (exception as UpstreamUnavailableException)?.RetryAfter is { } asked && asked > backoff ? asked : backoff;
        wait = wait < LongestBlock ? wait : LongestBlock;
        if (blocked)
        {
            Log.Blocked(logger, Printable.Escape(exception.Message));
            await cursors.PutBlockAsync(
                new Block(time.GetUtcNow() + wait, Printable.Escape(exception.Message)),
                cancellationToken
            );
        }
        items = [.. items.Where(one => one.WaitsAt(time.GetUtcNow())).Select(one => one with { Waits = waits + 1 })];
        Log.Waiting(logger, items.Count, wait.TotalSeconds, Printable.Escape(exception.Message));
        await queue.WaitAsync(items, wait, cancellationToken);
    }

    private async Task<Refreshed> FailAsync(RefreshItem item, Exception exception, CancellationToken cancellationToken)
    {
        var attempts = item.Attempts + 1;
        var reason = Printable.Escape(exception.Message);
        Log.Failed(logger, item.Kind.Name(), item.Id, attempts, reason);
        var tried = item with { Attempts = attempts };
        if (item.Events.Count > 0)
            await log.NoteAsync(item.Events.Select(e => (item.Project, e.Id)), attempts, reason, cancellationToken);
        if (attempts < MostAttempts)
        {
            // What may pass by itself has a minute and a half in all: the events of what is given up are not announced.
            var growth = exception is UpstreamException { IsTransient: true } ? 4 : 2;
            await queue.WaitAsync([tried], TimeSpan.FromSeconds(Math.Pow(growth, item.Attempts)), cancellationToken);
            return new Refreshed(item);
        }

        Log.GivenUp(logger, item.Kind.Name(), item.Id, attempts, reason);
        await queue.GiveUpAsync(tried with { Reason = reason }, cancellationToken);
        return new Refreshed(item)
        {
            Outcomes = [.. item.Events.Select(e => new EventOutcome(item.Project, e.Id, EventStatus.Failed, reason))],
        };
    }

    /// <summary>Whether the server failed, not the resource: other requests fail too.</summary>
    private async Task<bool> IsDownAsync(Exception exception, CancellationToken cancellationToken)
    {
        if (
            exception
            is UpstreamUnavailableException { RetryAfter: not null }
                or UpstreamBlockedException
                or SettingsException
        )
            return true;
        if (exception is not UpstreamException)
            return false;
        try
        {
            await client.NewestEventDateAsync(null, null, cancellationToken);
            return false;
        }
        catch (UpstreamException)
        {
            return true;
        }
    }

    private static bool IsItsOwnFault(Exception exception) =>
        exception switch
        {
            // The last is a missing token for Storage.
            OperationCanceledException or AggregateException or AuthenticationFailedException => false,
            RequestFailedException storage => storage.Status
                is >= 400
                    and < 500
                    and not (401 or 403 or 404 or 408 or 429),
            _ => true,
        };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Count} resources wait {Seconds} s for the server: {Reason}")]
        public static partial void Waiting(ILogger logger, int count, double seconds, string reason);

        [LoggerMessage(LogLevel.Warning, "Upstream is blocked: {Reason}")]
        public static partial void Blocked(ILogger logger, string reason);

        [LoggerMessage(LogLevel.Error, "{Kind} {Id} is given up after {Attempts} attempts: {Reason}")]
        public static partial void GivenUp(ILogger logger, string kind, long id, int attempts, string reason);

        [LoggerMessage(LogLevel.Warning, "{Kind} {Id} failed, attempt {Attempt}: {Reason}")]
        public static partial void Failed(ILogger logger, string kind, long id, int attempt, string reason);
    }
}
