namespace Hookwork.Catalog.Searching;

/// <summary>A row that a search found, with its sort keys for merging files.</summary>
/// <param name="Rank">Lower is better; 0 if ordered by date.</param>
/// <param name="Date">When it was sent, or received if ordered by that: microseconds since 1970.</param>
public readonly record struct FoundMail(long Row, double Rank, long Date);
