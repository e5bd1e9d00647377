namespace Hookwork.Catalog.Searching;

/// <summary>What comes first among the hits of a search.</summary>
public enum SearchOrder
{
    /// <summary>The newest.</summary>
    Date,

    /// <summary>What the words fit best, rare words most; the newest of those alike.</summary>
    Relevance,
}
