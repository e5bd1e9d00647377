namespace Hookwork.Catalog.Searching;

/// <summary>An excerpt of a mail and its matches.</summary>
/// <param name="Marks">Ranges of UTF-16 units, ordered, not overlapping.</param>
public sealed record Snippet(string Text, IReadOnlyList<Range> Marks);
