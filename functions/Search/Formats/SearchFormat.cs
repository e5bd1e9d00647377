namespace Hookwork.Search.Formats;

/// <summary>The format of a search answer.</summary>
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
