namespace Hookwork.Catalog.Query.Nodes;

/// <summary>A single-valued property: state, delegate, Message-ID and so on.</summary>
/// <param name="Field">The property.</param>
/// <param name="Value">The normalized value: lower case if case does not matter, <c>yes</c> or <c>no</c> for
/// archived.</param>
public sealed record ValueNode(QueryField Field, string Value) : QueryNode;
