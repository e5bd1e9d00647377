using System.Diagnostics.CodeAnalysis;
using System.Text;
using MimeKit.Utils;

namespace MimeKit;

/// <summary>What kind of content an entity has: the Content-Type of RFC 2045, section 5.</summary>
public partial class ContentType
{
    private string _mediaType;
    private string _mediaSubtype;

    /// <summary>A content type.</summary>
    /// <param name="mediaType">The type.</param>
    /// <param name="mediaSubtype">The subtype.</param>
    public ContentType(string mediaType, string mediaSubtype) : this(CheckToken(mediaType), CheckToken(mediaSubtype), new ParameterList())
    {
    }

    private ContentType(string mediaType, string mediaSubtype, ParameterList parameters)
    {
        _mediaType = mediaType;
        _mediaSubtype = mediaSubtype;
        Parameters = parameters;
        Parameters.Changed += OnChanged;
    }

    internal Action? Changed { get; set; }

    /// <summary>The type, <c>text</c> of <c>text/plain</c>.</summary>
    public string MediaType
    {
        get => _mediaType;
        set => Set(ref _mediaType, CheckToken(value));
    }

    /// <summary>The subtype, <c>plain</c> of <c>text/plain</c>.</summary>
    public string MediaSubtype
    {
        get => _mediaSubtype;
        set => Set(ref _mediaSubtype, CheckToken(value));
    }

    /// <summary>The parameters.</summary>
    public ParameterList Parameters { get; }

    /// <summary>What separates the parts of a multipart.</summary>
    public string? Boundary
    {
        get => Parameters["boundary"];
        set => SetParameter("boundary", value);
    }

    /// <summary>The charset of text.</summary>
    public string? Charset
    {
        get => Parameters["charset"];
        set => SetParameter("charset", value);
    }

    /// <summary>The encoding of text; <c>null</c> if its charset is missing or unknown.</summary>
    public Encoding? CharsetEncoding
    {
        get => Charset is { } charset && Charsets.CodePageOf(charset) is var codePage and not -1
            ? Encoding.GetEncoding(codePage) : null;
        set => Charset = value is null ? null : Charsets.NameOf(value);
    }

    /// <summary>How lines of text are to be joined (RFC 3676).</summary>
    public string? Format
    {
        get => Parameters["format"];
        set => SetParameter("format", value);
    }

    /// <summary>The name of the content, which a file name in the Content-Disposition beats.</summary>
    public string? Name
    {
        get => Parameters["name"];
        set => SetParameter("name", value);
    }

    /// <summary>Type and subtype, <c>text/plain</c>.</summary>
    public string MimeType => $"{_mediaType}/{_mediaSubtype}";

    /// <summary>Whether it is of a type, in any case; <c>*</c> stands for any.</summary>
    /// <param name="mediaType">The type.</param>
    /// <param name="mediaSubtype">The subtype.</param>
    public bool IsMimeType(string mediaType, string mediaSubtype)
    {
        ArgumentNullException.ThrowIfNull(mediaType);
        ArgumentNullException.ThrowIfNull(mediaSubtype);
        return Matches(mediaType, _mediaType) && Matches(mediaSubtype, _mediaSubtype);
    }

    /// <summary>A copy.</summary>
    public ContentType Clone()
    {
        var clone = new ContentType(_mediaType, _mediaSubtype);
        foreach (var parameter in Parameters)
            clone.Parameters.Add(parameter.Clone());

        return clone;
    }

    /// <summary>The whole header as text.</summary>
    /// <param name="options">How to write it.</param>
    /// <param name="charset">The encoding for what is not ASCII.</param>
    /// <param name="encode">Whether it has to be fit for a message.</param>
    public string ToString(FormatOptions options, Encoding charset, bool encode)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(charset);
        return encode ? "Content-Type:" + Encode(options, charset).TrimEnd('\r', '\n') : $"Content-Type: {MimeType}{Parameters}";
    }

    /// <summary>The whole header as text.</summary>
    /// <param name="charset">The encoding for what is not ASCII.</param>
    /// <param name="encode">Whether it has to be fit for a message.</param>
    public string ToString(Encoding charset, bool encode) => ToString(FormatOptions.Default, charset, encode);

    /// <summary>The whole header as text to show.</summary>
    public override string ToString() => ToString(FormatOptions.Default, Encoding.UTF8, false);

    /// <summary>The header's value, line end included.</summary>
    internal string Encode(FormatOptions options, Encoding charset)
    {
        var text = new StringBuilder(" ").Append(MimeType);
        Parameters.Encode(options, text, charset, "Content-Type:".Length + text.Length);
        return text.Append(options.NewLine).ToString();
    }

    /// <summary>The content type of a header that may be anything.</summary>
    internal static ContentType ReadLeniently(ParserOptions options, ReadOnlySpan<byte> text)
    {
        TryRead(options, text, out var contentType, out var fault);
        if (contentType is not null)
            return contentType;

        // Of what cannot be understood the parameters may still be good.
        var start = text[fault.ErrorIndex..].IndexOf((byte)';');
        var lexer = new Lexer(text, start == -1 ? text.Length : fault.ErrorIndex + start + 1);
        var parameters = lexer.AtEnd ? null : ParameterReader.Read(options, ref lexer);
        return new ContentType("application", "octet-stream", parameters ?? new ParameterList());
    }

    /// <summary>Reads a content type; what comes before an error is there even if it fails.</summary>
    private static bool TryRead(
        ParserOptions options, ReadOnlySpan<byte> text, [NotNullWhen(true)] out ContentType? contentType, out ParseFault fault)
    {
        ArgumentNullException.ThrowIfNull(options);
        contentType = null;
        var lexer = new Lexer(text);
        var isRead = TryReadType(ref lexer, out var type, out var subtype);
        if (isRead)
        {
            contentType = new ContentType(type, subtype, new ParameterList());
            isRead = TryReadParameters(options, ref lexer, ref contentType);
        }

        fault = lexer.Fault with { ErrorIndex = lexer.Position };
        return isRead;
    }

    private static bool TryReadParameters(ParserOptions options, ref Lexer lexer, ref ContentType contentType)
    {
        if (lexer.AtEnd)
            return true;

        if (!lexer.At(';'))
            return lexer.Fail("There is no semicolon after the content type, at offset {0}.", lexer.Position);

        lexer.Position++;
        if (ParameterReader.Read(options, ref lexer) is not { } parameters)
            return false;

        contentType = new ContentType(contentType._mediaType, contentType._mediaSubtype, parameters);
        return true;
    }

    private static bool TryReadType(ref Lexer lexer, out string type, out string subtype)
    {
        (type, subtype) = ("", "");
        if (!lexer.SkipCommentsAndWhiteSpace())
            return false;

        var start = lexer.Position;
        while (!lexer.AtEnd && lexer.Current.IsAsciiAtom() && lexer.Current != '/')
            lexer.Position++;

        if (lexer.Position == start)
            return lexer.Fail("There is no media type at offset {0}.", start);

        type = Encoding.ASCII.GetString(lexer.Text[start..lexer.Position]);
        if (!lexer.SkipCommentsAndWhiteSpace())
            return false;

        if (!lexer.At('/'))
            return lexer.Fail("There is no slash after the media type, at offset {0}.", lexer.Position);

        lexer.Position++;
        if (!lexer.SkipCommentsAndWhiteSpace())
            return false;

        start = lexer.Position;
        while (!lexer.AtEnd && (lexer.Current.IsToken() || lexer.Current == '/'))
            lexer.Position++;

        if (lexer.Position == start)
            return lexer.Fail("There is no media subtype at offset {0}.", start);

        subtype = Encoding.ASCII.GetString(lexer.Text[start..lexer.Position]);
        return lexer.SkipCommentsAndWhiteSpace();
    }

    private static bool Matches(string wanted, string actual) => wanted == "*" || wanted.Equals(actual, StringComparison.OrdinalIgnoreCase);

    private static string CheckToken(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Length == 0 || value.Any(c => c > 127 || !((byte)c).IsToken()))
            throw new ArgumentException("This is no media type.", nameof(value));

        return value;
    }

    private void SetParameter(string name, string? value)
    {
        if (value is null)
            Parameters.Remove(name);
        else
            Parameters[name] = value;
    }

    private void Set(ref string field, string value)
    {
        if (field == value)
            return;

        field = value;
        OnChanged();
    }

    private void OnChanged() => Changed?.Invoke();
}
