namespace Hookwork.Search;

/// <summary>A page of hits.</summary>
public sealed record SearchResult(
    SearchRequest Request,
    IReadOnlyList<ProjectTotal> Totals,
    IReadOnlyList<ProjectHit> Hits,
    TimeSpan Took
)
{
    /// <summary>The number of hits by state, submitter and month; null unless they were asked for.</summary>
    public Facets? Facets { get; init; }

    /// <summary>How many mails match, in all projects.</summary>
    public long Total => Totals.Sum(total => total.Total);
}
