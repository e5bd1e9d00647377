using Hookwork.Catalog.Query.Evaluation;

namespace Hookwork.Catalog.Searching;

/// <summary>A mail in search results.</summary>
public sealed record SearchHit
{
    public required MailRow Mail { get; init; }
    public bool IsPull { get; init; }

    /// <summary>The status of the patch, or of a comment's patch; null for a cover letter.</summary>
    public PatchStatus? Status { get; init; }

    /// <summary>Its series, or those of a comment's patch or cover letter.</summary>
    public IReadOnlyList<HitSeries> Series { get; init; } = [];

    /// <summary>The matching text; null if no snippet was requested.</summary>
    public Snippet? Snippet { get; init; }
}
