using System.Diagnostics;
using System.Text.Json;
using Azure;
using Hookwork.Archive;
using Hookwork.Archive.Cursors;
using Hookwork.Archive.Resources;
using Hookwork.Ingest.Refreshing;
using Hookwork.Input;
using Hookwork.Patchwork;
using Hookwork.Patchwork.Resources;
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
    WalkStart start,
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
    public const int MostWaiting = 64;

    /// <summary>How far back <see cref="WalkScope.Recent"/> looks.</summary>
    public static readonly TimeSpan Recent = TimeSpan.FromDays(60);

    /// <summary>How often each walk is due; a Backfill runs only on request.</summary>
    private static readonly (WalkScope Scope, TimeSpan Every)[] Schedule =
    [
        (WalkScope.Recent, TimeSpan.FromHours(1)),
        (WalkScope.Unarchived, TimeSpan.FromDays(1)),
        (WalkScope.All, TimeSpan.FromDays(30)),
    ];

    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(50);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromMinutes(15);

    /// <summary>Starts the walks that are due and continues those under way, for a minute at most.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        foreach (var walk in await DueAsync(cancellationToken))
        {
            for (var at = walk; at.At is not null; )
            {
                if (time.GetElapsedTime(started) > LongestRun || await IsBusyAsync(cancellationToken))
                    return;
                if (await TryStepAsync(at, cancellationToken) is not { } next)
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
            if (await TryPutAsync(walk.Started(time.GetUtcNow()), cancellationToken) is not null)
                return;
        }
    }

    private async Task<IReadOnlyList<Walk>> DueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var current = await walks.AllAsync(cancellationToken);
        List<Walk> due = [.. current.Where(walk => walk.Scope == WalkScope.Backfill && walk.At is not null)];
        foreach (var project in await ProjectsAsync(cancellationToken))
        {
            foreach (var (scope, every) in Schedule)
            {
                var walk = current.FirstOrDefault(walk => walk.Project == project && walk.Scope == scope);
                // What was just ingested needs no repair: the first walk is due after one interval.
                if (walk is null)
                    _ = await TryPutAsync(
                        new Walk
                        {
                            Project = project,
                            Scope = scope,
                            StartedAt = now,
                        },
                        cancellationToken
                    );
                else if (walk.At is not null)
                    due.Add(walk);
                else if (
                    now - walk.StartedAt >= every
                    && await TryPutAsync(walk.Started(now), cancellationToken) is { } started
                )
                    due.Add(started);
            }
        }
        return [.. due.Where(walk => walk.NotBefore is not { } notBefore || notBefore <= now)];
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
            var wait = TimeSpan.FromSeconds(
                Math.Min(5 * Math.Pow(2, Math.Min(walk.Failures, 10)), LongestBackoff.TotalSeconds)
            );
            var reason = Printable.Escape(exception.Message);
            Log.Waiting(logger, walk.Scope, walk.Project, wait.TotalSeconds, reason);
            return await TryPutAsync(
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

    /// <summary>Writes a walk by a conditional write; null if it changed since it was read.</summary>
    private async Task<Walk?> TryPutAsync(Walk walk, CancellationToken cancellationToken)
    {
        try
        {
            return await walks.PutAsync(walk, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status is 409 or 412)
        {
            return null;
        }
    }

    /// <summary>Reads a page, queues what differs, and saves the checkpoint.</summary>
    private async Task<Walk?> StepAsync(Walk walk, CancellationToken cancellationToken)
    {
        using var span = HookworkTraces.Start("walk", ActivityKind.Internal);
        span?.SetTag("hookwork.project", walk.Project).SetTag("hookwork.walk", walk.Scope.ToString());
        var kind = walk.At!.Value;
        await start.RunAsync(walk, cancellationToken);
        var requestedAt = time.GetUtcNow();
        var page = await client.PageAsync(PathOf(walk, kind, requestedAt), cancellationToken);
        foreach (var (embeddedKind, id, json) in Embedded.In(page.Select(item => item.Json)))
            await embedded.PutAsync(embeddedKind, id, json, requestedAt, cancellationToken);
        List<RefreshItem> items =
        [
            .. await comparison.DifferingAsync(walk, page, SinceOf(walk, requestedAt), requestedAt, cancellationToken),
        ];
        if (walk.Scope == WalkScope.All && page.Count < PatchworkClient.PageSize && kind != ResourceKind.Series)
            items =
            [
                .. RefreshItem.Join(
                    items.Concat(await audit.IncompleteAsync(walk.Project, kind, requestedAt, cancellationToken))
                ),
            ];
        if (items.Count > 0)
            await queue.SendAsync(items, TimeSpan.Zero, cancellationToken);

        var last = page.Count < PatchworkClient.PageSize ? null : page[^1].Value.Date;
        // A page begins with the last items of the one before.
        var seen = page.Count(item => walk.Page > 1 || walk.Since is null || item.Value.Date != walk.Since);
        var next = walk with
        {
            Seen = walk.Seen + seen,
            Queued = walk.Queued + items.Count,
            Failures = 0,
            LastError = null,
            NotBefore = null,
        };
        if (page.Count == PatchworkClient.PageSize)
            next =
                last is null || last == walk.Since
                    ? next with
                    {
                        Page = walk.Page + 1,
                    }
                    : next with
                    {
                        Since = last,
                        Page = 1,
                    };
        else
            next = NextList(next, kind);
        if (next.At is null)
            Log.Finished(logger, walk.Scope, walk.Project, next.Seen, next.Queued);
        return await TryPutAsync(next, cancellationToken);
    }

    /// <summary>
    /// Covers come first, then patches, then the series that name both. Only patches can be archived on the server.
    /// </summary>
    private Walk NextList(Walk walk, ResourceKind kind)
    {
        var next = kind switch
        {
            ResourceKind.Cover => ResourceKind.Patch,
            ResourceKind.Patch when walk.Scope is WalkScope.All or WalkScope.Backfill => ResourceKind.Series,
            _ => (ResourceKind?)null,
        };
        return walk with
        {
            At = next,
            Since = null,
            Page = 1,
            FinishedAt = next is null ? time.GetUtcNow() : walk.FinishedAt,
        };
    }

    private static string PathOf(Walk walk, ResourceKind kind, DateTimeOffset now)
    {
        var since = SinceOf(walk, now);
        return $"{kind.Plural()}/?project={walk.Project}&order=date&per_page={PatchworkClient.PageSize}"
            + (kind == ResourceKind.Patch && walk.IsUnarchivedOnly ? "&archived=false" : "")
            + (since is null ? "" : $"&since={Uri.EscapeDataString(since)}")
            + (walk.To is null ? "" : $"&before={Uri.EscapeDataString(walk.To)}")
            + (walk.Page == 1 ? "" : $"&page={walk.Page}");
    }

    /// <summary>The date that the next page begins at; null for the oldest there is.</summary>
    private static string? SinceOf(Walk walk, DateTimeOffset now) =>
        walk.Since
        ?? (
            walk.Scope == WalkScope.Recent
                ? (now - Recent).UtcDateTime.ToString(
                    "yyyy-MM-dd'T'HH:mm:ss",
                    System.Globalization.CultureInfo.InvariantCulture
                )
                : walk.From
        );

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Information,
            Message = "The walk {Scope} over project {Project} is done: {Seen} resources seen, {Queued} to fetch"
        )]
        public static partial void Finished(ILogger logger, WalkScope scope, long project, long seen, long queued);

        [LoggerMessage(
            Level = LogLevel.Warning,
            Message = "The walk {Scope} over project {Project} waits {Seconds} s for upstream: {Reason}"
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
