using Hookwork.Catalog.Query.Evaluation;

namespace Hookwork.Catalog.Searching;

/// <summary>A mail that a search found, as it is shown.</summary>
public sealed record SearchHit
{
    public required long Row { get; init; }
    public required MailKey Key { get; init; }

    /// <summary>Without angle brackets.</summary>
    public required string MessageId { get; init; }

    /// <summary>Of the patch or cover letter that a comment is on; else its own.</summary>
    public required string SubmissionMessageId { get; init; }
    public required DateTimeOffset Date { get; init; }
    public required string Subject { get; init; }
    public required long Submitter { get; init; }
    public string? SubmitterName { get; init; }
    public string? SubmitterEmail { get; init; }
    public bool IsPull { get; init; }

    /// <summary>
    /// State, archived, check and delegate of the patch that it is or is on; null for a cover letter.
    /// </summary>
    public PatchStatus? Status { get; init; }

    /// <summary>The series that it is in, or that what it comments on is in.</summary>
    public IReadOnlyList<HitSeries> Series { get; init; } = [];

    /// <summary>Where it matches; null where no snippet was asked for.</summary>
    public Snippet? Snippet { get; init; }
}
