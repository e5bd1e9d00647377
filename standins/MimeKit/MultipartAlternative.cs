using System.Diagnostics.CodeAnalysis;
using MimeKit.Text;

namespace MimeKit;

/// <summary>The same content in several formats, the plainest first (RFC 2046, section 5.1.4).</summary>
public class MultipartAlternative : Multipart
{
    /// <summary>A multipart that was parsed.</summary>
    /// <param name="args">What the parser knows of it.</param>
    public MultipartAlternative(MimeEntityConstructorArgs args) : base(args)
    {
    }

    /// <summary>A new multipart.</summary>
    /// <param name="args">Headers and parts.</param>
    public MultipartAlternative(params object[] args) : base("alternative", args)
    {
    }

    /// <summary>A new multipart.</summary>
    public MultipartAlternative() : base("alternative")
    {
    }

    /// <summary>The plain text, if there is any.</summary>
    public string? TextBody => GetTextBody(TextFormat.Plain);

    /// <summary>The HTML, if there is any.</summary>
    public string? HtmlBody => GetTextBody(TextFormat.Html);

    /// <summary>The text in a format, if there is any.</summary>
    /// <param name="format">The format.</param>
    public string? GetTextBody(TextFormat format) => TryGetValue(format, out var body) ? body.GetJoinedText() : null;

    /// <inheritdoc/>
    public override bool TryGetValue(TextFormat format, [NotNullWhen(true)] out TextPart? body)
    {
        for (var i = Count - 1; i >= 0; i--)
        {
            if (this[i] is Multipart multipart)
            {
                if (multipart.TryGetValue(format, out body))
                    return true;
            }
            else if (this[i] is TextPart text && text.IsFormat(format))
            {
                body = text;
                return true;
            }
        }

        body = null;
        return false;
    }
}
