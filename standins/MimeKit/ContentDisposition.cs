using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using MimeKit.Utils;

namespace MimeKit;

/// <summary>Whether content is to be shown or saved: the Content-Disposition of RFC 2183.</summary>
public partial class ContentDisposition
{
    /// <summary>The disposition of what is to be saved.</summary>
    public const string Attachment = "attachment";

    /// <summary>The disposition of a field of a form (RFC 7578).</summary>
    public const string FormData = "form-data";

    /// <summary>The disposition of what is to be shown.</summary>
    public const string Inline = "inline";

    private string _disposition;

    /// <summary>A disposition.</summary>
    /// <param name="disposition">Its name.</param>
    public ContentDisposition(string disposition) : this(CheckAtom(disposition), new ParameterList())
    {
    }

    /// <summary>The disposition of an attachment.</summary>
    public ContentDisposition() : this(Attachment)
    {
    }

    private ContentDisposition(string disposition, ParameterList parameters)
    {
        _disposition = disposition;
        Parameters = parameters;
        Parameters.Changed += OnChanged;
    }

    internal Action? Changed { get; set; }

    /// <summary>The name of the disposition.</summary>
    public string Disposition
    {
        get => _disposition;
        set
        {
            if (CheckAtom(value) == _disposition)
                return;

            _disposition = value;
            OnChanged();
        }
    }

    /// <summary>Whether it is that of an attachment.</summary>
    public bool IsAttachment
    {
        get => _disposition.Equals(Attachment, StringComparison.OrdinalIgnoreCase);
        set => Disposition = value ? Attachment : Inline;
    }

    /// <summary>The parameters.</summary>
    public ParameterList Parameters { get; }

    /// <summary>The name to save the content under.</summary>
    public string? FileName
    {
        get => Parameters["filename"];
        set => SetParameter("filename", value);
    }

    /// <summary>When the file was made.</summary>
    public DateTimeOffset? CreationDate
    {
        get => GetDate("creation-date");
        set => SetDate("creation-date", value);
    }

    /// <summary>When the file was changed.</summary>
    public DateTimeOffset? ModificationDate
    {
        get => GetDate("modification-date");
        set => SetDate("modification-date", value);
    }

    /// <summary>When the file was read.</summary>
    public DateTimeOffset? ReadDate
    {
        get => GetDate("read-date");
        set => SetDate("read-date", value);
    }

    /// <summary>How large the file is.</summary>
    public long? Size
    {
        get => long.TryParse(Parameters["size"], CultureInfo.InvariantCulture, out var size) ? size : null;
        set => SetParameter("size", value?.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>A copy.</summary>
    public ContentDisposition Clone()
    {
        var clone = new ContentDisposition(_disposition, new ParameterList());
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
        return encode
            ? "Content-Disposition:" + Encode(options, charset).TrimEnd('\r', '\n') : $"Content-Disposition: {_disposition}{Parameters}";
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
        var text = new StringBuilder(" ").Append(_disposition);
        Parameters.Encode(options, text, charset, "Content-Disposition:".Length + text.Length);
        return text.Append(options.NewLine).ToString();
    }

    /// <summary>The disposition of a header; what comes before an error counts.</summary>
    internal static ContentDisposition? ReadLeniently(ParserOptions options, ReadOnlySpan<byte> text)
    {
        TryRead(options, text, out var disposition, out _);
        return disposition;
    }

    private static bool TryRead(
        ParserOptions options, ReadOnlySpan<byte> text, [NotNullWhen(true)] out ContentDisposition? disposition, out ParseFault fault)
    {
        ArgumentNullException.ThrowIfNull(options);
        disposition = null;
        var lexer = new Lexer(text);
        var isRead = TryReadName(options, ref lexer, out var name);
        if (isRead)
        {
            disposition = new ContentDisposition(name, new ParameterList());
            isRead = TryReadParameters(options, ref lexer, ref disposition);
        }

        fault = lexer.Fault with { ErrorIndex = lexer.Position };
        return isRead;
    }

    private static bool TryReadParameters(ParserOptions options, ref Lexer lexer, ref ContentDisposition disposition)
    {
        if (!lexer.SkipCommentsAndWhiteSpace())
            return false;

        if (lexer.AtEnd)
            return true;

        if (!lexer.At(';'))
            return lexer.Fail("There is no semicolon after the disposition, at offset {0}.", lexer.Position);

        lexer.Position++;
        if (ParameterReader.Read(options, ref lexer) is not { } parameters)
            return false;

        disposition = new ContentDisposition(disposition._disposition, parameters);
        return true;
    }

    private static bool TryReadName(ParserOptions options, ref Lexer lexer, out string name)
    {
        name = Attachment;
        if (!lexer.SkipCommentsAndWhiteSpace())
            return false;

        var start = lexer.Position;
        var isLoose = options.ParameterComplianceMode != RfcComplianceMode.Strict;
        if (lexer.AtEnd)
            return lexer.Fail("There is no disposition at offset {0}.", start);

        // Agents quote the name, or leave it out.
        if (isLoose && lexer.At('"'))
        {
            if (!lexer.SkipQuoted())
                return false;

            var unquoted = Quoting.Unquote(Encoding.Latin1.GetString(lexer.Text[start..lexer.Position]));
            name = unquoted.Length > 0 ? unquoted : Attachment;
            return true;
        }

        if (!lexer.SkipAtom())
            return (isLoose && lexer.At(';')) || lexer.Fail("There is no disposition at offset {0}.", start);

        name = Encoding.ASCII.GetString(lexer.Text[start..lexer.Position]);
        return true;
    }

    private static string CheckAtom(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Length == 0 || value.Any(c => c > 127 || !((byte)c).IsAsciiAtom()))
            throw new ArgumentException("This is no disposition.", nameof(value));

        return value;
    }

    private DateTimeOffset? GetDate(string name) =>
        Parameters[name] is { } value && DateUtils.TryParse(value, out var date) ? date : null;

    private void SetDate(string name, DateTimeOffset? date) => SetParameter(name, date is null ? null : DateUtils.FormatDate(date.Value));

    private void SetParameter(string name, string? value)
    {
        if (value is null)
            Parameters.Remove(name);
        else
            Parameters[name] = value;
    }

    private void OnChanged() => Changed?.Invoke();
}
