namespace Hookwork.Catalog.Query.Nodes;

/// <summary>When a mail was sent. Whole seconds, UTC; at least one bound is there.</summary>
/// <param name="From">The first moment, or null.</param>
/// <param name="Until">The first moment after it, or null.</param>
public sealed record DateNode(DateTime? From, DateTime? Until) : QueryNode;
