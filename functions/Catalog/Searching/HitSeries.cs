namespace Hookwork.Catalog.Searching;

/// <summary>A series that a hit is in.</summary>
public sealed record HitSeries(long Id, string? Name, long? Version);
