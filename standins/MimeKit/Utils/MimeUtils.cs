using System.Net.NetworkInformation;
using System.Security.Cryptography;
using System.Text;
using MimeKit.Encodings;

namespace MimeKit.Utils;

/// <summary>Odds and ends of MIME.</summary>
public static class MimeUtils
{
    private const string Base36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private static readonly (string Name, ContentEncoding Encoding)[] EncodingNames =
    [
        ("7bit", ContentEncoding.SevenBit),
        ("8bit", ContentEncoding.EightBit),
        ("binary", ContentEncoding.Binary),
        ("base64", ContentEncoding.Base64),
        ("quoted-printable", ContentEncoding.QuotedPrintable),
        ("x-uuencode", ContentEncoding.UUEncode),
        ("uuencode", ContentEncoding.UUEncode),
        ("x-uue", ContentEncoding.UUEncode),
    ];

    /// <summary>A new message identifier of a domain, without angle brackets.</summary>
    /// <param name="domain">The domain.</param>
    public static string GenerateMessageId(string domain)
    {
        ArgumentNullException.ThrowIfNull(domain);
        if (domain.Length == 0)
            throw new ArgumentException("The domain is empty.", nameof(domain));

        var random = RandomNumberGenerator.GetBytes(8);
        var id = new StringBuilder();
        AppendBase36(id, (ulong)DateTime.UtcNow.Ticks);
        id.Append('.');
        AppendBase36(id, BitConverter.ToUInt64(random));
        return id.Append('@').Append(Idn.Encode(domain)).ToString();
    }

    /// <summary>A new message identifier of this machine, without angle brackets.</summary>
    public static string GenerateMessageId()
    {
        var host = IPGlobalProperties.GetIPGlobalProperties().HostName;
        return GenerateMessageId(string.IsNullOrEmpty(host) ? "localhost.localdomain" : host.ToLowerInvariant());
    }

    /// <summary>The message identifiers of a References or In-Reply-To header, without their angle brackets.</summary>
    /// <param name="buffer">Where they are.</param>
    /// <param name="startIndex">Where they start.</param>
    /// <param name="length">How long they are.</param>
    public static IEnumerable<string> EnumerateReferences(byte[] buffer, int startIndex, int length) =>
        MessageIds.ParseAll(Arguments.Check(buffer, startIndex, length, [], 0));

    /// <summary>The message identifiers of a References or In-Reply-To header, without their angle brackets.</summary>
    /// <param name="text">The header's value.</param>
    public static IEnumerable<string> EnumerateReferences(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return MessageIds.ParseAll(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>The message identifier of a Message-Id header, without angle brackets; <c>null</c> if it holds none.</summary>
    /// <param name="buffer">Where it is.</param>
    /// <param name="startIndex">Where it starts.</param>
    /// <param name="length">How long it is.</param>
    public static string? ParseMessageId(byte[] buffer, int startIndex, int length) =>
        MessageIds.Parse(Arguments.Check(buffer, startIndex, length, [], 0));

    /// <summary>The message identifier of a Message-Id header, without angle brackets; <c>null</c> if it holds none.</summary>
    /// <param name="text">The header's value.</param>
    public static string? ParseMessageId(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return MessageIds.Parse(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Reads the value of a MIME-Version header.</summary>
    /// <param name="buffer">Where it is.</param>
    /// <param name="startIndex">Where it starts.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="version">The version.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(byte[] buffer, int startIndex, int length, out Version? version) =>
        TryParse(Arguments.Check(buffer, startIndex, length, [], 0), out version);

    /// <summary>Reads the value of a MIME-Version header.</summary>
    /// <param name="text">The value.</param>
    /// <param name="version">The version.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(string text, out Version? version)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(Encoding.UTF8.GetBytes(text).AsSpan(), out version);
    }

    /// <summary>Reads the value of a Content-Transfer-Encoding header.</summary>
    /// <param name="text">The value.</param>
    /// <param name="encoding">The encoding.</param>
    /// <returns>Whether it is a known one.</returns>
    public static bool TryParse(string text, out ContentEncoding encoding)
    {
        ArgumentNullException.ThrowIfNull(text);

        // Some agents put a semicolon and more after the name.
        var value = text.AsSpan().Trim();
        var end = 0;
        while (end < value.Length && value[end] != ';' && !char.IsWhiteSpace(value[end]))
            end++;

        foreach (var (name, known) in EncodingNames)
        {
            if (value[..end].Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                encoding = known;
                return true;
            }
        }

        encoding = ContentEncoding.Default;
        return false;
    }

    /// <summary>The text as a quoted-string.</summary>
    /// <param name="text">The text.</param>
    public static string Quote(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Quoting.Quote(text);
    }

    /// <summary>The text as a quoted-string.</summary>
    /// <param name="text">The text.</param>
    public static string Quote(ReadOnlySpan<char> text) => Quoting.Quote(text);

    /// <summary>Appends text as a quoted-string.</summary>
    /// <param name="builder">Where to.</param>
    /// <param name="text">The text.</param>
    public static StringBuilder AppendQuoted(StringBuilder builder, string text)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(text);
        return Quoting.AppendQuoted(builder, text);
    }

    /// <summary>The text without quotes, escapes and line ends.</summary>
    /// <param name="text">The text.</param>
    /// <param name="convertTabsToSpaces">Whether tabs become spaces.</param>
    public static string Unquote(string text, bool convertTabsToSpaces = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Quoting.Unquote(text, convertTabsToSpaces);
    }

    internal static bool TryParse(ReadOnlySpan<byte> text, out Version? version)
    {
        version = null;
        Span<int> numbers = stackalloc int[4];
        var count = 0;
        var lexer = new Lexer(text);
        while (true)
        {
            if (!lexer.SkipCommentsAndWhiteSpace() || lexer.AtEnd || count == numbers.Length || !lexer.TryReadInt32(out numbers[count++]) ||
                !lexer.SkipCommentsAndWhiteSpace())
                return false;

            if (lexer.AtEnd)
                break;

            if (!lexer.At('.'))
                return false;

            lexer.Position++;
        }

        version = count switch
        {
            2 => new Version(numbers[0], numbers[1]),
            3 => new Version(numbers[0], numbers[1], numbers[2]),
            4 => new Version(numbers[0], numbers[1], numbers[2], numbers[3]),
            _ => null,
        };
        return version is not null;
    }

    private static void AppendBase36(StringBuilder target, ulong value)
    {
        do
        {
            target.Append(Base36[(int)(value % 36)]);
            value /= 36;
        }
        while (value > 0);
    }
}
