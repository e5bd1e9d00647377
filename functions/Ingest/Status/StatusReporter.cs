using Hookwork.Archive;
using Hookwork.Archive.Cursors;
using Hookwork.Archive.Resources;
using Hookwork.Ingest.Refreshing;
using Hookwork.Input;

namespace Hookwork.Ingest.Status;

/// <summary>
/// Reports the state of ingest and webhooks. The counts are reused for a while, the longer the more there is to count.
/// </summary>
public sealed class StatusReporter(
    ArchiveStorage storage,
    Upstream upstream,
    CursorStore cursors,
    WalkStore walks,
    EmbeddedStore embedded,
    EventCounts counts,
    ArchiveLag lag,
    ISubscriptionCounts subscriptions,
    RuntimeSettings runtime,
    HookworkSettings settings,
    TimeProvider time
)
{
    private const int MostFailures = 50;
    private static readonly TimeSpan BlockGrace = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LeastReuse = TimeSpan.FromSeconds(2);

    /// <summary>Counts are reused for so many times as long as they took.</summary>
    private const int Reuse = 10;

    private readonly SemaphoreSlim _counting = new(1);
    private Counted? _counted;

    /// <summary>Makes a report.</summary>
    public async Task<StatusReport> ReportAsync(CancellationToken cancellationToken)
    {
        var polls = upstream.Polled(await cursors.AllAsync(cancellationToken));
        var counted = await CountedAsync(polls, cancellationToken);
        List<StatusReport.ProjectStatus> projects = [];
        foreach (var cursor in polls)
        {
            projects.Add(
                new StatusReport.ProjectStatus(
                    cursor.Project,
                    await NameAsync(cursor.Project, cancellationToken),
                    cursor.Since,
                    (await lag.OfAsync(cursor, cancellationToken))?.TotalSeconds,
                    cursor.CaughtUpAt is { } at ? (time.GetUtcNow() - at).TotalSeconds : null,
                    cursor.Failures,
                    cursor.LastError,
                    counted.Events[cursor.Project].Statuses
                )
                {
                    EventsByHour = DayOfEvents.Of(counted.Events[cursor.Project].Hours, time.GetUtcNow()),
                }
            );
        }
        var block =
            await cursors.BlockAsync(cancellationToken) is { } met && met.Until + BlockGrace > time.GetUtcNow()
                ? met
                : null;
        return new StatusReport
        {
            Blocked = block is not null || polls.Any(cursor => cursor.Blocked),
            BlockedBy = block?.Reason ?? polls.FirstOrDefault(cursor => cursor.Blocked)?.LastError,
            Projects = projects,
            Walks = [.. (await walks.AllAsync(cancellationToken)).Select(StatusReport.WalkStatus.Of)],
            Memory = settings.InstanceMegabytes is { } megabytes
                ? MemoryStatus.Of(megabytes, ProcessMemory.Peak())
                : null,
            Queues = await Task.WhenAll(storage.Queues.Select(queue => LengthAsync(queue, cancellationToken))),
            Webhooks = counted.Webhooks,
            Failures =
            [
                .. await PoisonAsync(cancellationToken),
                .. await UnsentAsync(cancellationToken),
                .. counted.Events.Values.SelectMany(count => count.Failures).Reverse().Take(MostFailures),
            ],
        };
    }

    /// <summary>The counts of each cursor's events, and of subscriptions.</summary>
    private async Task<Counted> CountedAsync(IReadOnlyList<Cursor> polls, CancellationToken cancellationToken)
    {
        await _counting.WaitAsync(cancellationToken);
        try
        {
            if (
                _counted is { } last
                && time.GetUtcNow() < last.Until
                && polls.All(cursor => last.Events.ContainsKey(cursor.Project))
            )
                return last;

            var started = time.GetTimestamp();
            var webhooks = await subscriptions.CountAsync(cancellationToken);
            var events = new Dictionary<long, EventTally>();
            foreach (var cursor in polls)
            {
                List<EventTally> sums = [];
                foreach (var project in await ProjectsAsync(cursor, cancellationToken))
                    sums.Add(await counts.OfAsync(project, cancellationToken));
                events[cursor.Project] = EventTally.Sum(sums);
            }
            var took = time.GetElapsedTime(started) * Reuse;
            return _counted = new Counted(time.GetUtcNow() + (took > LeastReuse ? took : LeastReuse), events, webhooks);
        }
        finally
        {
            _counting.Release();
        }
    }

    private async Task<IReadOnlyList<long>> ProjectsAsync(Cursor cursor, CancellationToken cancellationToken) =>
        cursor.Project != Cursor.AllProjects
            ? [cursor.Project]
            : await embedded
                .AllAsync(EmbeddedKind.Project, cancellationToken)
                .Select(project => project.Id)
                .ToListAsync(cancellationToken);

    private async Task<string?> NameAsync(long project, CancellationToken cancellationToken) =>
        project != Cursor.AllProjects
        && await embedded.JsonAsync(EmbeddedKind.Project, project, cancellationToken) is { } json
            ? ProjectName.Of(project, json).LinkName
            : null;

    private static async Task<StatusReport.QueueStatus> LengthAsync(
        Azure.Storage.Queues.QueueClient queue,
        CancellationToken cancellationToken
    ) => new(queue.Name, (await queue.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount);

    /// <summary>The dead-lettered items; a malformed message is shown as it is.</summary>
    private async Task<IReadOnlyList<StatusReport.Failure>> PoisonAsync(CancellationToken cancellationToken)
    {
        List<StatusReport.Failure> failures = [];
        var peeked = await storage.RefreshPoison.PeekMessagesAsync(RefreshQueue.MostPeeked, cancellationToken);
        foreach (var message in peeked.Value)
        {
            var text = message.Body.ToString();
            if (RefreshQueue.Read(text) is { } items)
                failures.AddRange(
                    items.Select(item => new StatusReport.Failure(
                        $"{item.Kind.Name()} {item.Id}",
                        AttemptsOf(item),
                        item.Reason ?? "The log says why."
                    ))
                );
            else
                failures.Add(
                    new StatusReport.Failure(
                        $"message {Printable.Escape(text)}",
                        runtime.MaxDequeueCount,
                        "It is not a list of resources to refresh."
                    )
                );
        }
        return failures;
    }

    /// <summary>
    /// Hookwork gives a resource up after its own count of attempts. The runtime dead-letters every other message.
    /// </summary>
    private int AttemptsOf(RefreshItem item) =>
        Math.Max(item.Attempts, item.Attempts < Refresher.MostAttempts ? runtime.MaxDequeueCount : 0);

    /// <summary>The dead-lettered messages of webhooks.</summary>
    private async Task<IReadOnlyList<StatusReport.Failure>> UnsentAsync(CancellationToken cancellationToken)
    {
        List<StatusReport.Failure> failures = [];
        foreach (var queue in new[] { storage.AnnouncementsPoison, storage.WakesPoison })
        {
            foreach (var message in (await queue.PeekMessagesAsync(RefreshQueue.MostPeeked, cancellationToken)).Value)
                failures.Add(
                    new StatusReport.Failure(
                        $"message {Printable.Escape(WithoutData(message.Body.ToString()))}",
                        runtime.MaxDequeueCount,
                        $"It is in {queue.Name}; the log says why."
                    )
                );
        }
        return failures;
    }

    /// <summary>A message without its data, which may have the address of a target and so a secret.</summary>
    private static string WithoutData(string message) => message.Split("\"data\":", 2)[0];

    /// <summary>Counts, and until when they are reused.</summary>
    private sealed record Counted(
        DateTimeOffset Until,
        IReadOnlyDictionary<long, EventTally> Events,
        StatusReport.WebhookStatus Webhooks
    );
}
