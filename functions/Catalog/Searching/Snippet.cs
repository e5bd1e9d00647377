namespace Hookwork.Catalog.Searching;

/// <summary>Some text of a mail and where it matches.</summary>
/// <param name="Marks">Ranges of UTF-16 units, in order, apart from each other.</param>
public sealed record Snippet(string Text, IReadOnlyList<Range> Marks);
