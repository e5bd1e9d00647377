using Azure;
using Hookwork.Archive.Resources;

namespace Hookwork.Archive.Cursors;

/// <summary>A walk over the server's lists of one project, page by page: what it looks at, and how far it is.</summary>
public sealed record Walk
{
    public required long Project { get; init; }
    public required WalkScope Scope { get; init; }

    /// <summary>The dates to look at, as the server writes them; null for no bound.</summary>
    public string? From { get; init; }
    public string? To { get; init; }

    /// <summary>The list it is at; null while it does not run.</summary>
    public ResourceKind? At { get; init; }

    /// <summary>The last date seen in that list.</summary>
    public string? Since { get; init; }

    /// <summary>The page to read next; more than 1 only while one date fills pages.</summary>
    public int Page { get; init; } = 1;

    /// <summary>
    /// How many resources it looked at, and how many of them it had fetched since the archive lacked them or held them
    /// otherwise.
    /// </summary>
    public long Seen { get; init; }
    public long Queued { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it last came to its end; null if it never did.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Why it stands still; null while it does not.</summary>
    public string? LastError { get; init; }
    public int Failures { get; init; }

    /// <summary>It goes on no sooner.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>The version that was read; null while there is no row.</summary>
    public ETag? ETag { get; init; }

    /// <summary>Whether it asks only for patches that are not archived on the server.</summary>
    public bool IsUnarchivedOnly => Scope is WalkScope.Recent or WalkScope.Unarchived;

    /// <summary>The same walk at its beginning.</summary>
    public Walk Started(DateTimeOffset at) =>
        this with
        {
            At = ResourceKind.Cover,
            Since = null,
            Page = 1,
            Seen = 0,
            Queued = 0,
            StartedAt = at,
            LastError = null,
            Failures = 0,
            NotBefore = null,
        };
}
