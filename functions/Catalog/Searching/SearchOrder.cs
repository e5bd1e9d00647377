namespace Hookwork.Catalog.Searching;

/// <summary>The order of search hits.</summary>
public enum SearchOrder
{
    /// <summary>Newest first.</summary>
    Date,

    /// <summary>Received last first. A moderator may have held a mail for days.</summary>
    Received,

    /// <summary>Best match first, rare words weighing most; equal ones newest first.</summary>
    Relevance,
}
