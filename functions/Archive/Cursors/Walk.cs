using Azure;
using Hookwork.Archive.Resources;

namespace Hookwork.Archive.Cursors;

/// <summary>A page by page walk over the server's lists of one project: its scope and progress.</summary>
public sealed record Walk
{
    public required long Project { get; init; }
    public required WalkScope Scope { get; init; }

    /// <summary>The range of dates, as the server writes them; null for no bound.</summary>
    public string? From { get; init; }
    public string? To { get; init; }

    /// <summary>The current list; null while the walk is not running.</summary>
    public ResourceKind? At { get; init; }

    /// <summary>The last date seen in that list.</summary>
    public string? Since { get; init; }

    /// <summary>
    /// The next page. In a walk by date it is more than 1 only while resources of one date fill several pages.
    /// </summary>
    public int Page { get; init; } = 1;

    /// <summary>
    /// In a recent walk, the lowest id of the page before; null if that page does not adjoin this one.
    /// </summary>
    public long? Below { get; init; }

    /// <summary>In a recent walk, the pages read so far; in another, those of people, which come first.</summary>
    public int Pages { get; init; }

    /// <summary>In a recent walk, the page of older patches at which the next run continues.</summary>
    public int Older { get; init; }

    /// <summary>
    /// The number of resources seen, and of those fetched because the archive lacked them or differed.
    /// </summary>
    public long Seen { get; init; }
    public long Queued { get; init; }

    /// <summary>When it last began; before its first run, when it was planned.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it last finished; null if never.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Why it is stopped; null if it is not.</summary>
    public string? LastError { get; init; }
    public int Failures { get; init; }

    /// <summary>The earliest time at which it continues.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>The version that was read; null if there is no row.</summary>
    public ETag? ETag { get; init; }

    /// <summary>How often it runs; null for a backfill, which runs only on request.</summary>
    public TimeSpan? Every =>
        Scope switch
        {
            WalkScope.Recent => TimeSpan.FromMinutes(12),
            WalkScope.Unarchived => TimeSpan.FromDays(1),
            WalkScope.All => TimeSpan.FromDays(30),
            _ => null,
        };

    /// <summary>When it begins again or, while it is stopped, continues; null if neither is planned.</summary>
    public DateTimeOffset? NextAt => At is null ? StartedAt + Every : NotBefore;

    /// <summary>The same walk, restarted.</summary>
    public Walk Started(DateTimeOffset at) =>
        this with
        {
            At = Scope == WalkScope.Recent ? ResourceKind.Patch : ResourceKind.Cover,
            Since = null,
            Page = 1,
            Below = null,
            Pages = 0,
            Seen = 0,
            Queued = 0,
            StartedAt = at,
            LastError = null,
            Failures = 0,
            NotBefore = null,
        };
}
