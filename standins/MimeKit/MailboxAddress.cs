using System.Text;
using MimeKit.Utils;

namespace MimeKit;

/// <summary>The address of one mailbox, maybe with the name of whom it belongs to.</summary>
public partial class MailboxAddress : InternetAddress
{
    private static readonly ParserOptions Lenient = new() { AddressParserComplianceMode = RfcComplianceMode.Looser };

    private string _address = "";
    private int _at = -1;

    /// <summary>A mailbox.</summary>
    /// <param name="encoding">The encoding to write the name in.</param>
    /// <param name="name">The name.</param>
    /// <param name="route">The domains of the source route.</param>
    /// <param name="address">The address.</param>
    public MailboxAddress(Encoding encoding, string? name, IEnumerable<string> route, string address) : base(encoding, name)
    {
        ArgumentNullException.ThrowIfNull(address);
        Route = new DomainList(route);
        Route.Changed += OnChanged;
        Address = address;
    }

    /// <summary>A mailbox.</summary>
    /// <param name="name">The name.</param>
    /// <param name="route">The domains of the source route.</param>
    /// <param name="address">The address.</param>
    public MailboxAddress(string? name, IEnumerable<string> route, string address) : this(Encoding.UTF8, name, route, address)
    {
    }

    /// <summary>A mailbox.</summary>
    /// <param name="encoding">The encoding to write the name in.</param>
    /// <param name="name">The name.</param>
    /// <param name="address">The address.</param>
    public MailboxAddress(Encoding encoding, string? name, string address) : this(encoding, name, [], address)
    {
    }

    /// <summary>A mailbox.</summary>
    /// <param name="name">The name.</param>
    /// <param name="address">The address.</param>
    public MailboxAddress(string? name, string address) : this(Encoding.UTF8, name, address)
    {
    }

    internal MailboxAddress(Encoding encoding, string name, IEnumerable<string> route, string address, int at) : base(encoding, name)
    {
        Route = new DomainList(route);
        Route.Changed += OnChanged;
        _address = address;
        _at = at;
    }

    /// <summary>The source route, which nobody uses any more.</summary>
    public DomainList Route { get; }

    /// <summary>The address.</summary>
    /// <exception cref="ParseException">What is to become the address is none.</exception>
    public string Address
    {
        get => _address;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value == _address)
                return;

            (_address, _at) = value.Length > 0 ? ParseAddress(value) : ("", -1);
            OnChanged();
        }
    }

    /// <summary>What stands before the at sign.</summary>
    public string LocalPart => _at == -1 ? _address : _address[.._at];

    /// <summary>What stands after the at sign.</summary>
    public string Domain => _at == -1 ? "" : _address[(_at + 1)..];

    /// <summary>Whether it takes RFC 6532 to write the address.</summary>
    public bool IsInternational => !Ascii.IsValid(_address) || Route.Any(domain => !Ascii.IsValid(domain));

    /// <summary>The address with its domain in ASCII.</summary>
    /// <param name="addrspec">The address.</param>
    public static string EncodeAddrspec(string addrspec) => ConvertDomain(addrspec, Idn.Encode);

    /// <summary>The address with its domain as people read it.</summary>
    /// <param name="addrspec">The address.</param>
    public static string DecodeAddrspec(string addrspec) => ConvertDomain(addrspec, Idn.Decode);

    /// <summary>The address with its domain in ASCII or as people read it.</summary>
    /// <param name="idnEncode">Whether in ASCII.</param>
    public string GetAddress(bool idnEncode) => idnEncode ? EncodeAddrspec(_address) : DecodeAddrspec(_address);

    /// <inheritdoc/>
    public override InternetAddress Clone() => new MailboxAddress(Encoding, Name!, Route, _address, _at);

    /// <inheritdoc/>
    public override bool Equals(InternetAddress? other) =>
        other is MailboxAddress mailbox && Name == mailbox.Name && _address == mailbox._address;

    /// <inheritdoc/>
    public override string ToString(FormatOptions options, bool encode)
    {
        ArgumentNullException.ThrowIfNull(options);
        var text = new StringBuilder();
        if (encode)
        {
            var lineLength = 0;
            Encode(options, text, true, ref lineLength);
            return text.ToString();
        }

        var route = Route.Count > 0 ? Route + ":" : "";
        if (string.IsNullOrEmpty(Name))
            return route.Length > 0 ? $"<{route}{_address}>" : _address;

        return Quoting.AppendQuoted(text, Name).Append(" <").Append(route).Append(_address).Append('>').ToString();
    }

    internal override void Encode(FormatOptions options, StringBuilder target, bool isFirst, ref int lineLength)
    {
        var route = Route.Encode(options);
        if (route.Length > 0)
            route += ":";

        var address = GetAddress(!options.International);
        if (string.IsNullOrEmpty(Name) && route.Length == 0)
        {
            if (!isFirst && lineLength + address.Length > options.MaxLineLength)
                AddressFolding.Wrap(target, options, ref lineLength);

            target.Append(address);
            lineLength += address.Length;
            return;
        }

        EncodeName(options, target, isFirst, ref lineLength);
        var hasName = !string.IsNullOrEmpty(Name);
        if ((hasName || !isFirst) && lineLength + route.Length + address.Length + 3 > options.MaxLineLength)
        {
            target.Append(options.NewLine).Append('\t');
            lineLength = 1;
        }
        else if (hasName)
        {
            target.Append(' ');
            lineLength++;
        }

        target.Append('<').Append(route).Append(address).Append('>');
        lineLength += route.Length + address.Length + 2;
    }

    private protected override int CompareToSameName(InternetAddress other) => other is not MailboxAddress mailbox
        ? -1
        : string.Compare(_address, mailbox._address, StringComparison.OrdinalIgnoreCase);

    private static string ConvertDomain(string address, Func<string, string> convert)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.Length == 0)
            return address;

        var reader = new AddressReader(Lenient, Encoding.UTF8.GetBytes(address), ErrorHandling.Fail);
        if (!reader.TryReadAddrSpec([], out var addrSpec, out var at) || at == -1)
            return address;

        return string.Concat(addrSpec.AsSpan(0, at + 1), convert(addrSpec[(at + 1)..]));
    }

    private static (string Address, int At) ParseAddress(string text)
    {
        var reader = new AddressReader(Lenient, Encoding.UTF8.GetBytes(text), ErrorHandling.Fail);
        if (!reader.TryReadAddrSpec([], out var address, out var at))
            throw reader.Fault.ToException();

        return reader.SkipToEnd() ? (address, at) : throw new ParseException("There is more than an address.", 0, address.Length);
    }
}
