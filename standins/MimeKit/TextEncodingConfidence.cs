namespace MimeKit;

/// <summary>How sure it is that text is in the encoding found for it.</summary>
public enum TextEncodingConfidence
{
    /// <summary>None was found.</summary>
    Undefined,

    /// <summary>The document says so, but may have been converted since.</summary>
    Tentative,

    /// <summary>A byte order mark says so.</summary>
    Certain,

    /// <summary>There is no text.</summary>
    Irrelevant,
}
