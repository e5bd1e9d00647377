namespace Hookwork.Search;

/// <summary>A page of hits.</summary>
public sealed record SearchResult(
    SearchRequest Request,
    IReadOnlyList<ProjectTotal> Totals,
    IReadOnlyList<ProjectHit> Hits,
    TimeSpan Took
)
{
    /// <summary>How many mails match, in all projects.</summary>
    public long Total => Totals.Sum(total => total.Total);
}
