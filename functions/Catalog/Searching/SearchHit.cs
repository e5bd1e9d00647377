using Hookwork.Catalog.Query.Evaluation;

namespace Hookwork.Catalog.Searching;

/// <summary>A mail in search results.</summary>
public sealed record SearchHit
{
    public required long Row { get; init; }
    public required MailKey Key { get; init; }

    /// <summary>The Message-ID, without angle brackets.</summary>
    public required string MessageId { get; init; }

    /// <summary>The Message-ID of a comment's patch or cover letter; else its own.</summary>
    public required string SubmissionMessageId { get; init; }
    public required DateTimeOffset Date { get; init; }

    /// <summary>When the list received it; <see cref="Date"/> if its headers do not say.</summary>
    public required DateTimeOffset Received { get; init; }
    public required string Subject { get; init; }
    public required long Submitter { get; init; }
    public string? SubmitterName { get; init; }
    public string? SubmitterEmail { get; init; }
    public bool IsPull { get; init; }

    /// <summary>The hash of the Message-ID that it replies to; null if it is no reply.</summary>
    public long? Parent { get; init; }

    /// <summary>The status of the patch, or of a comment's patch; null for a cover letter.</summary>
    public PatchStatus? Status { get; init; }

    /// <summary>Its series, or those of a comment's patch or cover letter.</summary>
    public IReadOnlyList<HitSeries> Series { get; init; } = [];

    /// <summary>The matching text; null if no snippet was requested.</summary>
    public Snippet? Snippet { get; init; }
}
