namespace MimeKit;

/// <summary>The headers of a message, as a report gives them back (RFC 6522, section 4).</summary>
public class TextRfc822Headers : MessagePart
{
    /// <summary>A part that was parsed.</summary>
    /// <param name="args">What the parser knows of it.</param>
    public TextRfc822Headers(MimeEntityConstructorArgs args) : base(args)
    {
    }

    /// <summary>A new part.</summary>
    public TextRfc822Headers() : base("text", "rfc822-headers")
    {
    }
}
