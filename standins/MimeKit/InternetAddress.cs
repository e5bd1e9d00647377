using System.Text;
using MimeKit.Utils;

namespace MimeKit;

/// <summary>An address of a header: a mailbox or a group of them (RFC 5322, section 3.4).</summary>
public abstract partial class InternetAddress : IComparable<InternetAddress>, IEquatable<InternetAddress>
{
    private Encoding _encoding;
    private string? _name;

    /// <summary>An address with a name.</summary>
    /// <param name="encoding">The encoding to write the name in.</param>
    /// <param name="name">The name.</param>
    protected InternetAddress(Encoding encoding, string? name)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        _encoding = encoding;
        _name = name;
    }

    internal Action? Changed { get; set; }

    /// <summary>The encoding that the name had, or is to be written in.</summary>
    public Encoding Encoding
    {
        get => _encoding;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value == _encoding)
                return;

            _encoding = value;
            OnChanged();
        }
    }

    /// <summary>The display name, which may be missing.</summary>
    public string? Name
    {
        get => _name;
        set
        {
            if (value == _name)
                return;

            _name = value;
            OnChanged();
        }
    }

    /// <summary>A copy.</summary>
    public abstract InternetAddress Clone();

    /// <summary>Compares names, then addresses; case does not matter.</summary>
    /// <param name="other">The other address.</param>
    public int CompareTo(InternetAddress? other)
    {
        if (other is null)
            return 1;

        var byName = string.Compare(Name, other.Name, StringComparison.OrdinalIgnoreCase);
        return byName != 0 ? byName : CompareToSameName(other);
    }

    /// <inheritdoc/>
    public abstract bool Equals(InternetAddress? other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as InternetAddress);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>The address as text.</summary>
    /// <param name="options">How to write it.</param>
    /// <param name="encode">Whether it has to be fit for a header.</param>
    public abstract string ToString(FormatOptions options, bool encode);

    /// <summary>The address as text.</summary>
    /// <param name="encode">Whether it has to be fit for a header.</param>
    public string ToString(bool encode) => ToString(FormatOptions.Default, encode);

    /// <summary>The address as text to show.</summary>
    public override string ToString() => ToString(FormatOptions.Default, false);

    internal abstract void Encode(FormatOptions options, StringBuilder target, bool isFirst, ref int lineLength);

    /// <summary>Writes the name, on a line of its own if it needs one.</summary>
    private protected void EncodeName(FormatOptions options, StringBuilder target, bool isFirst, ref int lineLength)
    {
        if (string.IsNullOrEmpty(Name))
            return;

        var name = options.International ? QuoteIfNeeded(Name) : Encoding.ASCII.GetString(Rfc2047.EncodePhrase(options, _encoding, Name));
        if (name.Length > options.MaxLineLength && lineLength + name.Length > options.MaxLineLength)
        {
            AddressFolding.AppendFolded(target, options, isFirst, name, ref lineLength);
            return;
        }

        if (!isFirst && lineLength > 1 && lineLength + name.Length > options.MaxLineLength)
            AddressFolding.Wrap(target, options, ref lineLength);

        target.Append(name);
        lineLength += name.Length;
    }

    private protected void OnChanged() => Changed?.Invoke();

    private protected abstract int CompareToSameName(InternetAddress other);

    private static string QuoteIfNeeded(string name)
    {
        foreach (var c in name)
        {
            if (c < 128 && c != ' ' && !((byte)c).IsAtom())
                return Quoting.Quote(name);
        }

        return name;
    }
}
