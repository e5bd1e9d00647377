using System.Text;
using MimeKit.Utils;

namespace MimeKit;

/// <summary>A header: the octets it was read from or will be written as, and what they mean.</summary>
public partial class Header
{
    private byte[] _rawField;
    private byte[] _rawValue;
    private string? _value;

    /// <summary>A header.</summary>
    /// <param name="encoding">The encoding for what is not ASCII.</param>
    /// <param name="id">The field.</param>
    /// <param name="value">The value.</param>
    public Header(Encoding encoding, HeaderId id, string value) : this(encoding, CheckId(id).ToHeaderName(), value)
    {
    }

    /// <summary>A header.</summary>
    /// <param name="charset">The charset for what is not ASCII.</param>
    /// <param name="id">The field.</param>
    /// <param name="value">The value.</param>
    public Header(string charset, HeaderId id, string value) : this(GetEncoding(charset), id, value)
    {
    }

    /// <summary>A header.</summary>
    /// <param name="id">The field.</param>
    /// <param name="value">The value.</param>
    public Header(HeaderId id, string value) : this(Encoding.UTF8, id, value)
    {
    }

    /// <summary>A header.</summary>
    /// <param name="encoding">The encoding for what is not ASCII.</param>
    /// <param name="field">The field.</param>
    /// <param name="value">The value.</param>
    public Header(Encoding encoding, string field, string value)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(value);
        if (field.Length == 0 || field.Any(c => c > 127 || !((byte)c).Is(ByteKind.FieldText)))
            throw new ArgumentException("This is no name of a header field.", nameof(field));

        Options = ParserOptions.Default.Clone();
        Field = field;
        Id = HeaderIdExtensions.ToHeaderId(field);
        _rawField = Encoding.ASCII.GetBytes(field);
        _rawValue = [];
        SetValue(FormatOptions.Default, encoding, value);
    }

    /// <summary>A header.</summary>
    /// <param name="charset">The charset for what is not ASCII.</param>
    /// <param name="field">The field.</param>
    /// <param name="value">The value.</param>
    public Header(string charset, string field, string value) : this(GetEncoding(charset), field, value)
    {
    }

    /// <summary>A header.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">The value.</param>
    public Header(string field, string value) : this(Encoding.UTF8, field, value)
    {
    }

    /// <summary>A header as it was read.</summary>
    internal Header(ParserOptions options, byte[] rawField, string field, byte[] rawValue, bool isInvalid = false)
    {
        Options = options;
        Field = field;
        Id = isInvalid ? HeaderId.Unknown : HeaderIdExtensions.ToHeaderId(field);
        IsInvalid = isInvalid;
        _rawField = rawField;
        _rawValue = rawValue;
    }

    /// <summary>A header of known octets.</summary>
    internal Header(ParserOptions options, HeaderId id, string field, byte[] rawValue)
    {
        Options = options;
        Field = field;
        Id = id;
        _rawField = Encoding.ASCII.GetBytes(field);
        _rawValue = rawValue;
    }

    private Header(Header original)
    {
        Options = original.Options;
        Field = original.Field;
        Id = original.Id;
        IsInvalid = original.IsInvalid;
        HasExplicitRawValue = original.HasExplicitRawValue;
        _rawField = original._rawField;
        _rawValue = original._rawValue;
        _value = original._value;
    }

    internal Action? Changed { get; set; }

    /// <summary>Where the header starts in the stream it was read from, if it was.</summary>
    public long? Offset { get; internal set; }

    /// <summary>The name of the field.</summary>
    public string Field { get; }

    /// <summary>The field, if it is a known one.</summary>
    public HeaderId Id { get; }

    /// <summary>The octets before the colon.</summary>
    public byte[] RawField => _rawField;

    /// <summary>The octets after the colon, line end included.</summary>
    public byte[] RawValue => _rawValue;

    /// <summary>The value: unfolded, with its encoded words decoded.</summary>
    public string Value
    {
        get => _value ??= Folding.Unfold(EncodedText.DecodeText(Options, _rawValue));
        set => SetValue(FormatOptions.Default, Encoding.UTF8, value);
    }

    internal ParserOptions Options { get; }

    /// <summary>Whether this is a line in the header block that is no header.</summary>
    internal bool IsInvalid { get; }

    internal bool HasExplicitRawValue { get; private set; }

    /// <summary>The text on one line, trimmed.</summary>
    /// <param name="text">The text.</param>
    public static string Unfold(string? text) => text is null ? "" : Folding.Unfold(text);

    /// <summary>A copy.</summary>
    public Header Clone() => new(this);

    /// <summary>The value, if undeclared 8-bit characters are of this encoding.</summary>
    /// <param name="encoding">The encoding.</param>
    public string GetValue(Encoding encoding)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        var options = Options.Clone();
        options.CharsetEncoding = encoding;
        return Folding.Unfold(EncodedText.DecodeText(options, _rawValue));
    }

    /// <summary>The value, if undeclared 8-bit characters are of this charset.</summary>
    /// <param name="charset">The charset.</param>
    public string GetValue(string charset) => GetValue(GetEncoding(charset));

    /// <summary>Sets the value.</summary>
    /// <param name="format">How to fold and encode it.</param>
    /// <param name="encoding">The encoding for what is not ASCII.</param>
    /// <param name="value">The value.</param>
    public void SetValue(FormatOptions format, Encoding encoding, string value)
    {
        ArgumentNullException.ThrowIfNull(format);
        ArgumentNullException.ThrowIfNull(encoding);
        ArgumentNullException.ThrowIfNull(value);
        _value = Folding.Unfold(value);
        _rawValue = HeaderFormat.Format(this, format, encoding, _value);
        HasExplicitRawValue = false;
        Changed?.Invoke();
    }

    /// <summary>Sets the value.</summary>
    /// <param name="encoding">The encoding for what is not ASCII.</param>
    /// <param name="value">The value.</param>
    public void SetValue(Encoding encoding, string value) => SetValue(FormatOptions.Default, encoding, value);

    /// <summary>Sets the value.</summary>
    /// <param name="format">How to fold and encode it.</param>
    /// <param name="charset">The charset for what is not ASCII.</param>
    /// <param name="value">The value.</param>
    public void SetValue(FormatOptions format, string charset, string value) => SetValue(format, GetEncoding(charset), value);

    /// <summary>Sets the value.</summary>
    /// <param name="charset">The charset for what is not ASCII.</param>
    /// <param name="value">The value.</param>
    public void SetValue(string charset, string value) => SetValue(FormatOptions.Default, charset, value);

    /// <summary>Sets the octets after the colon, which are written just so.</summary>
    /// <param name="value">The octets, of which the last is a line feed.</param>
    public void SetRawValue(byte[] value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Length == 0 || value[^1] != '\n')
            throw new ArgumentException("A raw value ends with a line feed.", nameof(value));

        _rawValue = value;
        _value = null;
        HasExplicitRawValue = true;
        Changed?.Invoke();
    }

    /// <summary>The header as text.</summary>
    public override string ToString() => IsInvalid ? Field : $"{Field}: {Value}";

    /// <summary>The octets after the colon as the options want them.</summary>
    internal byte[] GetRawValue(FormatOptions format) => format.International && !HasExplicitRawValue && !IsInvalid
        ? HeaderFormat.Format(this, format, Encoding.UTF8, Value)
        : _rawValue;

    private static HeaderId CheckId(HeaderId id) =>
        id == HeaderId.Unknown ? throw new ArgumentOutOfRangeException(nameof(id)) : id;

    private static Encoding GetEncoding(string charset)
    {
        ArgumentNullException.ThrowIfNull(charset);
        return Charsets.Get(charset);
    }
}
