namespace Hookwork.Catalog.Query;

/// <summary>The empty query: every mail.</summary>
public sealed record EverythingNode : QueryNode;
