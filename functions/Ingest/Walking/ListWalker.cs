using System.Diagnostics;
using Hookwork.Archive;
using Hookwork.Archive.Cursors;
using Hookwork.Archive.Resources;
using Hookwork.Ingest.Refreshing;
using Hookwork.Input;
using Hookwork.Patchwork;
using Hookwork.Telemetry;
using Microsoft.Extensions.Logging;

namespace Hookwork.Ingest.Walking;

/// <summary>
/// Completes the mirror (Backfill) and repairs it (Reconcile): walks the server's lists, compares each page with the
/// archive, and queues what differs. Each page is a checkpoint; an interrupted walk resumes at its last page.
/// </summary>
public sealed partial class ListWalker(
    WalkStore walks,
    Upstream upstream,
    UnlistedResources unlisted,
    PatchworkClient client,
    EmbeddedStore embedded,
    PageComparison comparison,
    ArchiveAudit audit,
    RefreshQueue queue,
    ArchiveStorage storage,
    UpstreamSlots slots,
    TimeProvider time,
    ILogger<ListWalker> logger
)
{
    /// <summary>While this many messages wait, no walk adds to them.</summary>
    private const int MostWaiting = 64;

    private static readonly WalkScope[] Scheduled = [WalkScope.Recent, WalkScope.Unarchived, WalkScope.All];

    /// <summary>A timer's run may begin a little earlier in its minute than the one before.</summary>
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(50);

    /// <summary>How much of a run recent walks may take, so that with many projects the others advance too.</summary>
    public static readonly TimeSpan LongestRecent = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromMinutes(15);

    /// <summary>
    /// The number of further walks after which a resource that a walk found no longer waits for the server.
    /// </summary>
    private const int LongestWait = 5;

    /// <summary>Starts the walks that are due and continues those under way, for a minute at most.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        foreach (var walk in await DueAsync(cancellationToken))
        {
            var limit = walk.Scope == WalkScope.Recent ? LongestRecent : LongestRun;
            for (var at = walk; time.GetElapsedTime(started) <= limit; )
            {
                if (await IsBusyAsync(cancellationToken))
                    return;
                // A walk begins with its first page, not when it is due.
                var next = at.At is null
                    ? await walks.TryPutAsync(at.Started(time.GetUtcNow()), cancellationToken)
                    : await TryStepAsync(at, cancellationToken);
                if (next?.At is null)
                    break;
                at = next;
                if (at.NotBefore > time.GetUtcNow())
                    return;
            }
        }
    }

    /// <summary>Starts a walk, or restarts it if it is under way.</summary>
    public async Task StartAsync(
        long project,
        WalkScope scope,
        string? from,
        string? to,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            var current = (await walks.AllAsync(cancellationToken)).FirstOrDefault(walk =>
                walk.Project == project && walk.Scope == scope
            );
            var walk = (current ?? new Walk { Project = project, Scope = scope }) with { From = from, To = to };
            // Another instance started or advanced it at the same moment: the last start wins.
            if (await walks.TryPutAsync(walk.Started(time.GetUtcNow()), cancellationToken) is not null)
                return;
        }
    }

    /// <summary>The walks to begin or continue: recent ones first, then those that began or wait the longest.</summary>
    private async Task<IReadOnlyList<Walk>> DueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var current = await walks.AllAsync(cancellationToken);
        List<Walk> due = [.. current.Where(walk => walk.Scope == WalkScope.Backfill && walk.At is not null)];
        foreach (var project in await ProjectsAsync(cancellationToken))
        {
            foreach (var scope in Scheduled)
            {
                // What was just ingested needs no repair: the first walk is due after one interval.
                if (current.FirstOrDefault(walk => walk.Project == project && walk.Scope == scope) is { } walk)
                    due.Add(walk);
                else
                    await PlanAsync(project, scope, cancellationToken);
            }
        }
        return
        [
            .. due.Where(walk => walk.NextAt is not { } next || next <= now + (walk.At is null ? Early : TimeSpan.Zero))
                .OrderBy(walk => walk.Scope == WalkScope.Recent ? 0 : 1)
                .ThenBy(walk => walk.StartedAt),
        ];
    }

    /// <summary>Plans a walk. What raises no event at all is read at once, so that a new mirror has it.</summary>
    private async Task PlanAsync(long project, WalkScope scope, CancellationToken cancellationToken)
    {
        var walk = new Walk
        {
            Project = project,
            Scope = scope,
            StartedAt = time.GetUtcNow(),
        };
        if (await walks.TryPutAsync(walk, cancellationToken) is null || scope != WalkScope.Recent)
            return;
        try
        {
            await using (await slots.TakeAsync(cancellationToken))
                await unlisted.RunAsync(walk.Started(walk.StartedAt), cancellationToken);
        }
        catch (UpstreamException exception)
        {
            // The walk reads it when it is due.
            Log.Waiting(logger, scope, project, walk.Every!.Value.TotalSeconds, Printable.Escape(exception.Message));
        }
    }

    private async Task<IReadOnlyList<long>> ProjectsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await upstream.ProjectsAsync(cancellationToken);
        }
        // Polling reports it.
        catch (UpstreamException)
        {
            return [];
        }
    }

    private async Task<bool> IsBusyAsync(CancellationToken cancellationToken) =>
        (await storage.Refresh.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount > MostWaiting;

    /// <summary>Walks one page; null if the walk was restarted meanwhile.</summary>
    private async Task<Walk?> TryStepAsync(Walk walk, CancellationToken cancellationToken)
    {
        try
        {
            await using (await slots.TakeAsync(cancellationToken))
                return await StepAsync(walk, cancellationToken);
        }
        catch (UpstreamException exception)
        {
            var wait = Backoff.After(walk.Failures, TimeSpan.FromSeconds(5), LongestBackoff);
            var reason = Printable.Escape(exception.Message);
            Log.Waiting(logger, walk.Scope, walk.Project, wait.TotalSeconds, reason);
            return await walks.TryPutAsync(
                walk with
                {
                    Failures = walk.Failures + 1,
                    LastError = reason,
                    NotBefore = time.GetUtcNow() + wait,
                },
                cancellationToken
            );
        }
    }

    /// <summary>Reads a page, queues what differs, and saves the checkpoint.</summary>
    private async Task<Walk?> StepAsync(Walk walk, CancellationToken cancellationToken)
    {
        using var span = HookworkTraces.Start("walk", ActivityKind.Internal);
        span?.SetTag("hookwork.project", walk.Project).SetTag("hookwork.walk", walk.Scope.ToString());
        var kind = walk.At!.Value;
        if (await unlisted.RunAsync(walk, cancellationToken) is > 0 and var pages)
            return await walks.TryPutAsync(
                walk with
                {
                    Pages = pages,
                    Failures = 0,
                    LastError = null,
                    NotBefore = null,
                },
                cancellationToken
            );
        var requestedAt = time.GetUtcNow();
        var isRecent = walk.Scope == WalkScope.Recent;
        var page = await client.PageAsync(
            isRecent ? RecentPages.PathOf(walk) : DatePages.PathOf(walk),
            cancellationToken
        );
        await Embedded.ArchiveAsync(embedded, page.Select(item => item.Json), requestedAt, cancellationToken);
        await unlisted.CompareProjectAsync(walk.Project, page, cancellationToken);
        var items = await comparison.DifferingAsync(walk, page, requestedAt, cancellationToken);
        if (walk.Scope == WalkScope.All && page.IsLast && kind != ResourceKind.Series)
            items =
            [
                .. RefreshItem.Join(
                    items.Concat(await audit.IncompleteAsync(walk.Project, kind, requestedAt, cancellationToken))
                ),
            ];
        if (walk.Every is { } every)
            items = [.. items.Select(item => item with { Until = requestedAt + LongestWait * every })];
        await queue.SendAsync(items, TimeSpan.Zero, cancellationToken);

        var next = isRecent ? RecentPages.After(walk, page) : DatePages.After(walk, page);
        next = next with
        {
            Seen =
                walk.Seen
                + page.Count(item =>
                    isRecent ? RecentPages.IsNew(walk, item.Value.Id) : DatePages.IsNew(walk, item.Value.Date)
                ),
            Queued = walk.Queued + items.Count,
            FinishedAt = next.At is null ? time.GetUtcNow() : walk.FinishedAt,
            Failures = 0,
            LastError = null,
            NotBefore = null,
        };
        // A recent walk that finds nothing is no news.
        if (next.At is null && (!isRecent || next.Queued > 0))
            Log.Finished(logger, walk.Scope, walk.Project, next.Seen, next.Queued);
        return await walks.TryPutAsync(next, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(
            LogLevel.Information,
            "The walk {Scope} over project {Project} is done: {Seen} resources seen, {Queued} to fetch"
        )]
        public static partial void Finished(ILogger logger, WalkScope scope, long project, long seen, long queued);

        [LoggerMessage(
            LogLevel.Warning,
            "The walk {Scope} over project {Project} waits {Seconds} s for the server: {Reason}"
        )]
        public static partial void Waiting(
            ILogger logger,
            WalkScope scope,
            long project,
            double seconds,
            string reason
        );
    }
}
