namespace Hookwork.Catalog.Query.Nodes;

/// <summary>When a mail was sent or received, in whole seconds, UTC. At least one bound is set.</summary>
/// <param name="Field">Which of the two: <c>d:</c> and <c>dt:</c>, or <c>rt:</c>.</param>
/// <param name="From">The inclusive start, or null.</param>
/// <param name="Until">The exclusive end, or null.</param>
public sealed record DateNode(QueryField Field, DateTime? From, DateTime? Until) : QueryNode;
