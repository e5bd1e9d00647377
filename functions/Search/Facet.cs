namespace Hookwork.Search;

/// <summary>A value and its number of hits.</summary>
/// <param name="Value">The value in a query.</param>
/// <param name="Label">The label, if it differs from the value.</param>
public sealed record Facet(string Value, string? Label, long Count);
