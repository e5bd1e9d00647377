using System.Diagnostics.CodeAnalysis;
using System.Text;
using MimeKit.Text;
using MimeKit.Utils;

namespace MimeKit;

/// <summary>A part that is text.</summary>
public class TextPart : MimePart
{
    /// <summary>A part that was parsed.</summary>
    /// <param name="args">What the parser knows of it.</param>
    public TextPart(MimeEntityConstructorArgs args) : base(args)
    {
    }

    /// <summary>A new part.</summary>
    /// <param name="subtype">The kind of text.</param>
    /// <param name="args">Headers, an <see cref="Encoding"/> and the text.</param>
    public TextPart(string subtype, params object[] args) : base("text", subtype)
    {
        ArgumentNullException.ThrowIfNull(args);
        Encoding? encoding = null;
        string? text = null;
        foreach (var arg in args)
        {
            switch (arg)
            {
                case null:
                    break;
                case Header header:
                    Headers.Add(header);
                    break;
                case IEnumerable<Header> headers:
                    foreach (var header in headers)
                        Headers.Add(header);
                    break;
                case Encoding given when encoding is null:
                    encoding = given;
                    break;
                case string given when text is null:
                    text = given;
                    break;
                default:
                    throw new ArgumentException("A text part is not made of this.", nameof(args));
            }
        }

        if (text is not null)
            SetText(encoding ?? Encoding.UTF8, text);
    }

    /// <summary>A new part.</summary>
    /// <param name="subtype">The kind of text.</param>
    public TextPart(string subtype) : base("text", subtype)
    {
    }

    /// <summary>A new part.</summary>
    /// <param name="format">The kind of text.</param>
    public TextPart(TextFormat format) : base("text", SubtypeOf(format))
    {
        if (format == TextFormat.Flowed)
            ContentType.Format = "flowed";
    }

    /// <summary>A new part.</summary>
    /// <param name="contentType">The kind of text.</param>
    public TextPart(ContentType contentType) : base(contentType)
    {
    }

    /// <summary>A new part of plain text.</summary>
    public TextPart() : this("plain")
    {
    }

    /// <summary>The kind of text.</summary>
    public TextFormat Format => IsFlowed ? TextFormat.Flowed
        : IsHtml ? TextFormat.Html
        : IsEnriched ? TextFormat.Enriched
        : IsRichText ? TextFormat.RichText
        : TextFormat.Plain;

    /// <summary>Whether it is text/enriched, under its name or the one it had before.</summary>
    public bool IsEnriched => ContentType.IsMimeType("text", "enriched") || ContentType.IsMimeType("text", "richtext");

    /// <summary>Whether it is plain text with lines to be joined (RFC 3676).</summary>
    public bool IsFlowed => IsPlain && ContentType.Format?.Trim().Equals("flowed", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Whether it is HTML.</summary>
    public bool IsHtml => ContentType.IsMimeType("text", "html");

    /// <summary>Whether it is plain text.</summary>
    public bool IsPlain => ContentType.IsMimeType("text", "plain");

    /// <summary>Whether it is RTF.</summary>
    public bool IsRichText => ContentType.IsMimeType("text", "rtf") || ContentType.IsMimeType("application", "rtf");

    /// <summary>The text, in the charset it declares or else in the one it seems to have.</summary>
    public string Text
    {
        get => GetText(out _);
        set => SetText(Encoding.UTF8, value);
    }

    /// <summary>Whether it is of a kind.</summary>
    /// <param name="format">The kind.</param>
    internal bool IsFormat(TextFormat format) => format switch
    {
        TextFormat.Plain => IsPlain,
        TextFormat.Flowed => IsFlowed,
        TextFormat.Html => IsHtml,
        TextFormat.Enriched => IsEnriched,
        TextFormat.RichText => IsRichText,
        _ => false,
    };

    /// <summary>The encoding that is declared: by the charset, by a byte order mark, or as HTML does.</summary>
    /// <param name="encoding">The encoding.</param>
    /// <param name="confidence">How sure that is.</param>
    /// <returns>Whether it declares one.</returns>
    public bool TryDetectEncoding([NotNullWhen(true)] out Encoding? encoding, out TextEncodingConfidence confidence)
    {
        (encoding, confidence) = Content is null ? (Encoding.ASCII, TextEncodingConfidence.Irrelevant) : Detect(Decode());
        return encoding is not null;
    }

    /// <summary>The text.</summary>
    /// <param name="encoding">The encoding it turned out to be in.</param>
    public string GetText(out Encoding encoding)
    {
        encoding = Encoding.ASCII;
        if (Content is null)
            return "";

        var octets = Decode();
        encoding = Detect(octets).Encoding ?? Charsets.StrictUtf8;
        try
        {
            return ToText(encoding, octets);
        }
        catch (DecoderFallbackException)
        {
            encoding = Charsets.Latin1;
            return ToText(encoding, octets);
        }
    }

    /// <summary>The text.</summary>
    /// <param name="encoding">The encoding it is in.</param>
    public string GetText(Encoding encoding)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        return ToText(encoding, Decode());
    }

    /// <summary>The text.</summary>
    /// <param name="charset">The charset it is in.</param>
    public string GetText(string charset)
    {
        ArgumentNullException.ThrowIfNull(charset);
        return GetText(Charsets.Get(charset));
    }

    /// <summary>Sets the text.</summary>
    /// <param name="encoding">The encoding it is to be in.</param>
    /// <param name="text">The text.</param>
    public void SetText(Encoding encoding, string text)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        ArgumentNullException.ThrowIfNull(text);
        ContentType.Charset = Charsets.NameOf(encoding);
        Content = new MimeContent(new MemoryStream(encoding.GetBytes(text)));
    }

    /// <summary>Sets the text.</summary>
    /// <param name="charset">The charset it is to be in.</param>
    /// <param name="text">The text.</param>
    public void SetText(string charset, string text)
    {
        ArgumentNullException.ThrowIfNull(charset);
        SetText(Charsets.Get(charset), text);
    }

    /// <summary>The text, with its lines joined if it is flowed.</summary>
    internal string GetJoinedText()
    {
        if (!IsFlowed)
            return Text;

        var deletesSpace = ContentType.Parameters["delsp"]?.Equals("yes", StringComparison.OrdinalIgnoreCase) == true;
        return FlowedText.Join(Text, deletesSpace);
    }

    private static string SubtypeOf(TextFormat format) => format switch
    {
        TextFormat.Plain or TextFormat.Flowed => "plain",
        TextFormat.Html => "html",
        TextFormat.Enriched => "enriched",
        TextFormat.RichText or TextFormat.CompressedRichText => "rtf",
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    /// <summary>The text with the line ends of this machine. A carriage return at the very end is taken for half of one.</summary>
    private static string ToText(Encoding encoding, byte[] octets)
    {
        var text = encoding.GetString(octets).Replace("\r\n", "\n", StringComparison.Ordinal);
        if (FormatOptions.Default.NewLineFormat == NewLineFormat.Dos)
            return text.Replace("\n", "\r\n", StringComparison.Ordinal);

        return text.EndsWith('\r') ? text[..^1] : text;
    }

    private byte[] Decode()
    {
        if (Content is null)
            return [];

        using var decoded = new MemoryStream();
        Content.DecodeTo(decoded);
        return decoded.ToArray();
    }

    private (Encoding? Encoding, TextEncodingConfidence Confidence) Detect(byte[] octets)
    {
        if ((ContentType.CharsetEncoding ?? Charsets.FromByteOrderMark(octets)) is { } encoding)
            return (encoding, TextEncodingConfidence.Certain);

        var codePage = IsHtml && HtmlCharset.Find(octets) is { } charset ? Charsets.CodePageOf(charset) : -1;
        return codePage == -1
            ? (null, TextEncodingConfidence.Undefined)
            : (Charsets.GetOrDefault(codePage, Encoding.Latin1), TextEncodingConfidence.Tentative);
    }
}
