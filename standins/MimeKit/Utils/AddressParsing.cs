using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace MimeKit.Utils;

/// <summary>What the many ways to ask for addresses come down to.</summary>
internal static class AddressParsing
{
    public static ReadOnlySpan<byte> Rest(byte[] buffer, int startIndex)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        ArgumentOutOfRangeException.ThrowIfNegative(startIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(startIndex, buffer.Length);
        return buffer.AsSpan(startIndex);
    }

    public static byte[] Octets(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Encoding.UTF8.GetBytes(text);
    }

    public static bool TryParse<T>(ParserOptions options, ReadOnlySpan<byte> text, AddressKinds kinds, [NotNullWhen(true)] out T? address)
        where T : InternetAddress
    {
        ArgumentNullException.ThrowIfNull(options);
        var reader = new AddressReader(options, text, ErrorHandling.FailOutsideGroups);
        address = reader.TryReadOnly(kinds, out var read) ? (T)read : null;
        return address is not null;
    }

    public static T Parse<T>(ParserOptions options, ReadOnlySpan<byte> text, AddressKinds kinds)
        where T : InternetAddress
    {
        ArgumentNullException.ThrowIfNull(options);
        var reader = new AddressReader(options, text, ErrorHandling.Fail);
        return reader.TryReadOnly(kinds, out var read) ? (T)read : throw reader.Fault.ToException();
    }

    public static bool TryParseList(ParserOptions options, ReadOnlySpan<byte> text, [NotNullWhen(true)] out InternetAddressList? addresses)
    {
        ArgumentNullException.ThrowIfNull(options);
        var read = new List<InternetAddress>();
        var reader = new AddressReader(options, text, ErrorHandling.FailOutsideGroups);
        addresses = reader.TryReadList(isGroup: false, 0, read) ? new InternetAddressList(read) : null;
        return addresses is not null;
    }

    public static InternetAddressList ParseList(ParserOptions options, ReadOnlySpan<byte> text)
    {
        ArgumentNullException.ThrowIfNull(options);
        var read = new List<InternetAddress>();
        var reader = new AddressReader(options, text, ErrorHandling.Fail);
        return reader.TryReadList(isGroup: false, 0, read) ? new InternetAddressList(read) : throw reader.Fault.ToException();
    }

    /// <summary>The addresses of a header, less those that cannot be read.</summary>
    public static List<InternetAddress> ReadHeader(ParserOptions options, ReadOnlySpan<byte> value)
    {
        var read = new List<InternetAddress>();
        new AddressReader(options, value, ErrorHandling.Skip).TryReadList(isGroup: false, 0, read);
        return read;
    }

    /// <summary>The mailbox of a header, whatever follows it.</summary>
    public static MailboxAddress? ReadFirstMailbox(ParserOptions options, ReadOnlySpan<byte> value) =>
        new AddressReader(options, value, ErrorHandling.FailOutsideGroups).TryReadFirst(AddressKinds.Mailbox, out var address)
            ? (MailboxAddress)address
            : null;
}
