namespace Hookwork.Catalog.Query.Nodes;

/// <summary>What must not match. Never around another <see cref="NotNode"/>.</summary>
public sealed record NotNode(QueryNode Part) : QueryNode
{
    /// <summary>The opposite of a part.</summary>
    internal static QueryNode Of(QueryNode part) => part is NotNode not ? not.Part : new NotNode(part);
}
