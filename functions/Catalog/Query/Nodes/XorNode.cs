namespace Hookwork.Catalog.Query.Nodes;

/// <summary>Exactly one of two parts matches.</summary>
public sealed record XorNode(QueryNode Left, QueryNode Right) : QueryNode;
