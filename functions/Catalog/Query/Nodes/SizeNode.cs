namespace Hookwork.Catalog.Query.Nodes;

/// <summary>The size of a mail in bytes. At least one bound is set.</summary>
/// <param name="Least">The inclusive lower bound, or null.</param>
/// <param name="Most">The inclusive upper bound, or null.</param>
public sealed record SizeNode(long? Least, long? Most) : QueryNode;
