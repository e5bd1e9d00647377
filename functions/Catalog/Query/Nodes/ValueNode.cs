namespace Hookwork.Catalog.Query.Nodes;

/// <summary>A property that has one value: state, delegate, Message-ID and the like.</summary>
/// <param name="Field">The property.</param>
/// <param name="Value">The value, normalized: lower case where case does not matter, <c>yes</c> or <c>no</c> for
/// archived.</param>
/// <param name="IsPrefix">Whether the property only has to start so: <c>m:</c> with a star.</param>
public sealed record ValueNode(QueryField Field, string Value, bool IsPrefix = false) : QueryNode;
