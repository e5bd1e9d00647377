namespace Hookwork.Catalog.Query.Nodes;

/// <summary>A part of a query. Nodes are equal when they ask the same in the same words.</summary>
public abstract record QueryNode
{
    private protected QueryNode() { }

    /// <summary>The canonical form of this part.</summary>
    public sealed override string ToString() => QueryPrinter.Print(this);
}
