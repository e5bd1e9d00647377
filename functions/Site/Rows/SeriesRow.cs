namespace Hookwork.Site.Rows;

/// <summary>A series in a list.</summary>
/// <param name="Name">Its name; a placeholder if it has none.</param>
/// <param name="Date">When its first mail was sent.</param>
/// <param name="Submitter">The person's id; null if unknown.</param>
/// <param name="Total">How many patches its subjects announce.</param>
/// <param name="Received">How many of them arrived.</param>
/// <param name="IsComplete">Whether all arrived.</param>
public sealed record SeriesRow(
    long Id,
    string Name,
    DateTimeOffset Date,
    long? Submitter,
    string SubmitterName,
    int Version,
    int Total,
    int Received,
    bool IsComplete
)
{
    /// <summary>The path of its page.</summary>
    public string Address => $"/series/{Id}/";
}
