using System.Text.Json;
using Azure.Data.Tables;
using Hookwork.Archive;
using Hookwork.Archive.Cursors;
using Hookwork.Archive.Events;
using Hookwork.Archive.Resources;
using Hookwork.Ingest.Refreshing;
using Hookwork.Input;

namespace Hookwork.Ingest.Status;

/// <summary>Reports the state of ingest. The counts are cached for a minute.</summary>
public sealed class StatusReporter(
    ArchiveStorage storage,
    CursorStore cursors,
    WalkStore walks,
    EmbeddedStore embedded,
    Progress progress,
    RuntimeSettings runtime,
    TimeProvider time
)
{
    private const int MostFailures = 50;
    private const int MostPeeked = 32;
    private static readonly TimeSpan BlockGrace = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan CountEvery = TimeSpan.FromMinutes(1);
    private readonly SemaphoreSlim _counting = new(1);
    private (
        DateTimeOffset At,
        Dictionary<long, IReadOnlyDictionary<string, long>> Events,
        IReadOnlyList<StatusReport.Failure> Failures
    )? _counted;

    /// <summary>Makes a report.</summary>
    public async Task<StatusReport> ReportAsync(CancellationToken cancellationToken)
    {
        var polls = await cursors.AllAsync(cancellationToken);
        var (events, failures) = await CountedAsync(polls, cancellationToken);
        List<StatusReport.ProjectStatus> projects = [];
        foreach (var cursor in polls)
        {
            var lag = cursor.CaughtUpAt is { } at ? time.GetUtcNow() - at : (TimeSpan?)null;
            projects.Add(
                new StatusReport.ProjectStatus(
                    cursor.Project,
                    await NameAsync(cursor.Project, cancellationToken),
                    cursor.Since,
                    lag?.TotalSeconds,
                    cursor.Failures,
                    cursor.LastError,
                    events[cursor.Project]
                )
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
            Walks =
            [
                .. (await walks.AllAsync(cancellationToken)).Select(walk => new StatusReport.WalkStatus(
                    walk.Project,
                    walk.Scope,
                    walk.At,
                    walk.From,
                    walk.To,
                    walk.Since,
                    walk.Seen,
                    walk.Queued,
                    walk.StartedAt,
                    walk.FinishedAt,
                    walk.LastError
                )),
            ],
            Queues = await Task.WhenAll(storage.Queues.Select(queue => LengthAsync(queue, cancellationToken))),
            Failures = [.. await PoisonAsync(cancellationToken), .. await UnsentAsync(cancellationToken), .. failures],
        };
    }

    private async Task<(
        Dictionary<long, IReadOnlyDictionary<string, long>> Events,
        IReadOnlyList<StatusReport.Failure> Failures
    )> CountedAsync(IReadOnlyList<Cursor> polls, CancellationToken cancellationToken)
    {
        await _counting.WaitAsync(cancellationToken);
        try
        {
            if (
                _counted is { } counted
                && time.GetUtcNow() - counted.At < CountEvery
                && polls.All(cursor => counted.Events.ContainsKey(cursor.Project))
            )
                return (counted.Events, counted.Failures);

            var events = new Dictionary<long, IReadOnlyDictionary<string, long>>();
            foreach (var cursor in polls)
                events[cursor.Project] = await progress.StatusesAsync(
                    cursor.Project == Cursor.AllProjects ? null : cursor.Project,
                    cancellationToken
                );
            var failures = await FailedAsync(cancellationToken);
            _counted = (time.GetUtcNow(), events, failures);
            return (events, failures);
        }
        finally
        {
            _counting.Release();
        }
    }

    private async Task<string?> NameAsync(long project, CancellationToken cancellationToken)
    {
        if (
            project == Cursor.AllProjects
            || await embedded.JsonAsync(EmbeddedKind.Project, project, cancellationToken) is not { } json
        )
            return null;
        using var document = JsonDocument.Parse(json);
        return document.RootElement.TryGetProperty("link_name", out var name) ? name.GetString() : null;
    }

    private static async Task<StatusReport.QueueStatus> LengthAsync(
        Azure.Storage.Queues.QueueClient queue,
        CancellationToken cancellationToken
    ) => new(queue.Name, (await queue.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount);

    /// <summary>The dead-lettered items; a malformed message is shown as it is.</summary>
    private async Task<IReadOnlyList<StatusReport.Failure>> PoisonAsync(CancellationToken cancellationToken)
    {
        List<StatusReport.Failure> failures = [];
        var peeked = await storage.Poison.PeekMessagesAsync(MostPeeked, cancellationToken);
        foreach (var message in peeked.Value)
        {
            var text = message.Body.ToString();
            if (RefreshQueue.Read(text) is { } items)
                failures.AddRange(
                    items.Select(item => new StatusReport.Failure(
                        $"{item.Kind.Name()} {item.Id}",
                        AttemptsOf(item),
                        "See the reason on its events."
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
            foreach (var message in (await queue.PeekMessagesAsync(MostPeeked, cancellationToken)).Value)
                failures.Add(
                    new StatusReport.Failure(
                        $"message {Printable.Escape(message.Body.ToString())}",
                        runtime.MaxDequeueCount,
                        $"It is in {queue.Name}; the log says why."
                    )
                );
        }
        return failures;
    }

    private async Task<IReadOnlyList<StatusReport.Failure>> FailedAsync(CancellationToken cancellationToken)
    {
        List<StatusReport.Failure> failures = [];
        var filter = TableClient.CreateQueryFilter($"Status eq {EventStatus.Failed}");
        await foreach (
            var entity in storage.Events.QueryAsync<TableEntity>(
                filter,
                select: ["RowKey", "Category", "Attempts", "Reason"],
                cancellationToken: cancellationToken
            )
        )
        {
            failures.Add(
                new StatusReport.Failure(
                    $"event {long.Parse(entity.RowKey)} ({entity.GetString("Category")})",
                    entity.GetInt32("Attempts") ?? 0,
                    entity.GetString("Reason")
                )
            );
        }
        failures.Reverse();
        return [.. failures.Take(MostFailures)];
    }
}
