namespace Hookwork.Catalog.Query.Nodes;

/// <summary>The empty query: every mail.</summary>
public sealed record EverythingNode : QueryNode;
