namespace Hookwork.Catalog.Query.Nodes;

/// <summary>A negation. Never contains another <see cref="NotNode"/>.</summary>
public sealed record NotNode(QueryNode Part) : QueryNode
{
    /// <summary>The negation of a part.</summary>
    internal static QueryNode Of(QueryNode part) => part is NotNode not ? not.Part : new NotNode(part);
}
