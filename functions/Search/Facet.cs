namespace Hookwork.Search;

/// <summary>A value that hits have.</summary>
/// <param name="Value">What a query says for it.</param>
/// <param name="Label">What it is called, where that is something else.</param>
public sealed record Facet(string Value, string? Label, long Count);
