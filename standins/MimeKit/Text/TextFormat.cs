namespace MimeKit.Text;

/// <summary>The kinds of text a text part can hold.</summary>
public enum TextFormat
{
    /// <summary>text/plain.</summary>
    Plain,

    /// <summary>The older name of <see cref="Plain"/>.</summary>
    Text = Plain,

    /// <summary>text/plain; format=flowed (RFC 3676).</summary>
    Flowed,

    /// <summary>text/html.</summary>
    Html,

    /// <summary>text/enriched (RFC 1896).</summary>
    Enriched,

    /// <summary>text/rtf or application/rtf.</summary>
    RichText,

    /// <summary>text/rtf compressed as Outlook does.</summary>
    CompressedRichText,
}
