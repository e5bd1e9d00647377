namespace Hookwork.Catalog.Searching;

/// <summary>The series that a found mail is in.</summary>
/// <param name="Name">Null or empty if it has none.</param>
/// <param name="Version">Null if the server does not say.</param>
public sealed record HitSeries(long Id, string? Name, long? Version);
