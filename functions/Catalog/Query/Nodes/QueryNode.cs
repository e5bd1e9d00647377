namespace Hookwork.Catalog.Query.Nodes;

/// <summary>A part of a query. Nodes compare by value.</summary>
public abstract record QueryNode
{
    private protected QueryNode() { }

    /// <summary>The canonical form of this part.</summary>
    public sealed override string ToString() => QueryPrinter.Print(this);
}
