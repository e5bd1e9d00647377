using Hookwork.Archive.Cursors;
using Hookwork.Archive.Resources;

namespace Hookwork.Ingest.Status;

/// <summary>What <c>/status</c> shows.</summary>
public sealed record StatusReport
{
    /// <summary>Whether a bot wall or the like blocks the server.</summary>
    public bool Blocked { get; init; }

    /// <summary>What answered in the server's place.</summary>
    public string? BlockedBy { get; init; }
    public required IReadOnlyList<ProjectStatus> Projects { get; init; }

    /// <summary>The walks that complete the mirror and repair it.</summary>
    public required IReadOnlyList<WalkStatus> Walks { get; init; }
    public required IReadOnlyList<QueueStatus> Queues { get; init; }
    public required WebhookStatus Webhooks { get; init; }

    /// <summary>Resources that were given up and events that cannot be read, newest first.</summary>
    public required IReadOnlyList<Failure> Failures { get; init; }

    /// <summary>The memory of the instance that answers; null if the deployment does not say how much it has.</summary>
    public MemoryStatus? Memory { get; init; }

    /// <summary>One project's polling; <see cref="Id"/> is 0 where one poll serves all.</summary>
    /// <param name="Cursor">The date of the last event read, as the server writes it.</param>
    /// <param name="LagSeconds">Since the date up to which everything is archived; 0 while the last poll succeeded and
    /// every event is finished.</param>
    /// <param name="LastPollSeconds">Since a poll last reached the newest event.</param>
    /// <param name="Events">The number of events by status.</param>
    public sealed record ProjectStatus(
        long Id,
        string? Name,
        string? Cursor,
        double? LagSeconds,
        double? LastPollSeconds,
        int FailedPolls,
        string? LastError,
        IReadOnlyDictionary<string, long> Events
    )
    {
        /// <summary>The number of events in each hour of a day, oldest first.</summary>
        public IReadOnlyList<HourOfEvents> EventsByHour { get; init; } = [];
    }

    /// <summary>The events of an hour.</summary>
    /// <param name="Hour">By the server's clock, such as <c>2026-03-27T09</c>.</param>
    public sealed record HourOfEvents(string Hour, long Count);

    /// <summary>A walk over the server's lists.</summary>
    /// <param name="State"><c>waiting</c> before its first run, then <c>running</c> or <c>finished</c>.</param>
    /// <param name="NextAt">When it begins or continues; null for a backfill that is finished.</param>
    /// <param name="At">The list it is reading; null while it does not run.</param>
    /// <param name="Since">The date it has reached.</param>
    /// <param name="Queued">How many of the resources seen were queued for a fetch.</param>
    /// <param name="StartedAt">When its last run began; null before the first.</param>
    /// <param name="FinishedAt">When that run ended; null while it runs.</param>
    /// <param name="LastFinishedAt">When any run last ended.</param>
    public sealed record WalkStatus(
        long Project,
        WalkScope Scope,
        string State,
        DateTimeOffset? NextAt,
        ResourceKind? At,
        string? From,
        string? To,
        string? Since,
        long Seen,
        long Queued,
        DateTimeOffset? StartedAt,
        DateTimeOffset? FinishedAt,
        DateTimeOffset? LastFinishedAt,
        string? LastError
    )
    {
        public static WalkStatus Of(Walk walk)
        {
            var (isRunning, hasRun) = (walk.At is not null, walk.At is not null || walk.FinishedAt is not null);
            return new WalkStatus(
                walk.Project,
                walk.Scope,
                isRunning ? "running"
                    : hasRun ? "finished"
                    : "waiting",
                walk.NextAt,
                walk.At,
                walk.From,
                walk.To,
                walk.Since,
                walk.Seen,
                walk.Queued,
                hasRun ? walk.StartedAt : null,
                isRunning ? null : walk.FinishedAt,
                walk.FinishedAt,
                walk.LastError
            );
        }
    }

    /// <summary>A queue's approximate length.</summary>
    public sealed record QueueStatus(string Name, long Messages);

    /// <summary>Subscriptions, counted and not named, since anyone may see this.</summary>
    /// <param name="Failing">Active ones whose target has failed for half an hour or more.</param>
    /// <param name="Disabled">Those that get nothing until they are resumed.</param>
    public sealed record WebhookStatus(int Failing, int Disabled);

    /// <summary>A failure that is not retried automatically.</summary>
    /// <param name="What">A resource such as <c>patch 12</c>, or an event.</param>
    public sealed record Failure(string What, int Attempts, string? Reason);
}
