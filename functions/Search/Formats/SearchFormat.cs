namespace Hookwork.Search.Formats;

/// <summary>How a search is answered.</summary>
public enum SearchFormat
{
    Json,

    /// <summary>A page for a browser.</summary>
    Html,

    /// <summary>A feed.</summary>
    Atom,

    /// <summary>All mails, in one compressed mbox.</summary>
    Mbox,
}
