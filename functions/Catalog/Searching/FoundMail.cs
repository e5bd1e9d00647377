namespace Hookwork.Catalog.Searching;

/// <summary>A row that a search found, and by what it is ordered among those of other files.</summary>
/// <param name="Rank">Lower is better; 0 where the order is by date.</param>
/// <param name="Date">Microseconds since 1970.</param>
public readonly record struct FoundMail(long Row, double Rank, long Date);
