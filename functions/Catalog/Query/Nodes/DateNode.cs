namespace Hookwork.Catalog.Query.Nodes;

/// <summary>When a mail was sent, in whole seconds, UTC. At least one bound is set.</summary>
/// <param name="From">The inclusive start, or null.</param>
/// <param name="Until">The exclusive end, or null.</param>
public sealed record DateNode(DateTime? From, DateTime? Until) : QueryNode;
