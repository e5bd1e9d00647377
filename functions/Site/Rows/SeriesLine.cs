namespace Hookwork.Site.Rows;

/// <summary>A series and the state of its patches, in a line.</summary>
/// <param name="Tags">How many of its patches have a tag of each kind.</param>
/// <param name="Checks">How many of its patches have checks that succeeded, warned or failed.</param>
/// <param name="States">The states of its patches, the most frequent first.</param>
/// <param name="Days">Its age in days.</param>
public sealed record SeriesLine(
    SeriesRow Series,
    TagCounts Tags,
    CheckCounts Checks,
    IReadOnlyList<(string State, int Count)> States,
    int Days
);
