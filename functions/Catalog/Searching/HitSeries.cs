namespace Hookwork.Catalog.Searching;

/// <summary>A series of a hit.</summary>
public sealed record HitSeries(long Id, string? Name, long? Version);
