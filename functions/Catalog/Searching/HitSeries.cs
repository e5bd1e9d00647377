namespace Hookwork.Catalog.Searching;

public sealed record HitSeries(long Id, string? Name, long? Version);
