using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace MimeKit.Utils;

/// <summary>Encodings by the names that mail uses for them, and text whose encoding nobody declared.</summary>
internal static class Charsets
{
    private const int Utf8CodePage = 65001;

    /// <summary>Names that .NET does not know, or knows as something narrower than what mail means by them.</summary>
    private static readonly (int CodePage, string[] Names)[] KnownAliases =
    [
        (Utf8CodePage, ["utf-8", "utf8", "unicode"]),
        (20127, ["ansi_x3.4-1968"]),
        (28591, ["ansi_x3.110-1983", "latin1"]),
        (10000, ["macintosh"]),
        (10079, ["x-mac-icelandic"]),
        (51949, ["ks_c_5601-1987", "ksc-5601-1987", "ksc-5601_1987", "ksc-5601", "5601", "ks_c_5861-1992", "ksc-5861-1992",
            "ksc-5861_1992", "euckr-0", "euc-kr"]),
        (950, ["big5", "big5-0", "big5-hkscs", "big5.eten-0", "big5hkscs-0"]),
        (936, ["gb2312", "gb-2312", "gb2312-0", "gb2312-80", "gb2312.1980-0"]),
        (51936, ["euc-cn", "gbk-0", "x-gbk", "gbk"]),
        (52936, ["hz-gb-2312", "hz-gb2312"]),
        (54936, ["gb18030-0", "gb18030"]),
        (51932, ["eucjp-0", "euc-jp", "ujis-0", "ujis"]),
        (932, ["shift_jis", "jisx0208.1983-0", "jisx0212.1990-0", "pck"]),
        (50220, ["iso-2022-jp"]),
    ];

    private static readonly FrozenDictionary<string, int> Aliases = KnownAliases
        .SelectMany(known => known.Names.Select(name => KeyValuePair.Create(name, known.CodePage)))
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, int> CodePages = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>UTF-8 that throws on octets that are not.</summary>
    public static Encoding StrictUtf8 { get; } =
        Encoding.GetEncoding(Utf8CodePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);

    public static Encoding Latin1 { get; } =
        Encoding.GetEncoding(28591, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);

    /// <summary>The name to write into a charset parameter or encoded word.</summary>
    public static string NameOf(Encoding encoding) => encoding.CodePage switch
    {
        932 => "shift_jis",
        949 or 50225 => "euc-kr",
        50220 or 50221 => "iso-2022-jp",
        _ => encoding.WebName.ToLowerInvariant(),
    };

    /// <summary>
    /// The code page of a name, or -1 when it has none here. Those that .NET does not bring along are there once the app has
    /// registered <see cref="CodePagesEncodingProvider"/>; MimeKit leaves that to the app.
    /// </summary>
    public static int CodePageOf(string charset)
    {
        lock (Gate)
        {
            if (CodePages.TryGetValue(charset, out var known))
                return known;
        }

        var codePage = FindCodePage(charset);

        // Names come from mail, so the table must not grow with whatever anyone makes up.
        if (codePage != -1)
        {
            lock (Gate)
                CodePages[charset] = codePage;
        }

        return codePage;
    }

    /// <summary>The encoding of a name.</summary>
    /// <exception cref="NotSupportedException">There is none.</exception>
    public static Encoding Get(string charset)
    {
        var codePage = CodePageOf(charset);
        if (codePage == -1)
            throw new NotSupportedException($"The charset '{charset}' is not supported.");

        return Encoding.GetEncoding(codePage);
    }

    public static Encoding GetOrDefault(int codePage, Encoding fallback)
    {
        try
        {
            return Encoding.GetEncoding(codePage);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return fallback;
        }
    }

    /// <summary>
    /// Text of no declared encoding: UTF-8 if it is, else what the options say if that fits, else ISO-8859-1, which always does.
    /// </summary>
    public static string DecodeUndeclared(ParserOptions options, ReadOnlySpan<byte> octets)
    {
        if (System.Text.Unicode.Utf8.IsValid(octets))
            return Encoding.UTF8.GetString(octets);

        var preferred = options.CharsetEncoding;
        if (preferred.CodePage is not (Utf8CodePage or 28591))
        {
            try
            {
                return Encoding.GetEncoding(preferred.CodePage, EncoderFallback.ReplacementFallback,
                    DecoderFallback.ExceptionFallback).GetString(octets);
            }
            catch (DecoderFallbackException)
            {
                // Not that one either.
            }
        }

        return Encoding.Latin1.GetString(octets);
    }

    /// <summary>Text of a declared code page; undeclared if that is -1 or unknown.</summary>
    public static string Decode(ParserOptions options, int codePage, ReadOnlySpan<byte> octets)
    {
        if (codePage == -1)
            return DecodeUndeclared(options, octets);

        try
        {
            return Encoding.GetEncoding(codePage).GetString(octets);
        }
        catch (Exception e) when (e is NotSupportedException or ArgumentException)
        {
            return DecodeUndeclared(options, octets);
        }
    }

    /// <summary>The encoding that a byte order mark at the start of the content announces.</summary>
    public static Encoding? FromByteOrderMark(ReadOnlySpan<byte> content) => content switch
    {
        [0xFF, 0xFE, ..] => Encoding.Unicode,
        [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode,
        [0xEF, 0xBB, 0xBF, ..] => StrictUtf8,
        _ => null,
    };

    private static int FindCodePage(string charset)
    {
        try
        {
            var parsed = Aliases.TryGetValue(charset, out var alias) ? alias : ParseCodePage(charset);
            return (parsed == -1 ? Encoding.GetEncoding(charset) : Encoding.GetEncoding(parsed)).CodePage;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return -1;
        }
    }

    /// <summary>
    /// The number in names such as <c>windows-1252</c>, <c>windows-cp1252</c>, <c>ibm850</c>, <c>cp_437</c> or <c>iso8859-1</c>.
    /// </summary>
    private static int ParseCodePage(string charset)
    {
        if (TryStrip(charset, "windows", out var rest))
        {
            if (rest.Length > 2 && rest.StartsWith("cp", StringComparison.Ordinal))
                rest = rest[2..];

            return ParseNumber(rest);
        }

        if (TryStrip(charset, "ibm", out rest) || TryStrip(charset, "cp", out rest))
            return ParseNumber(rest);

        return TryStrip(charset, "iso", out rest) ? ParseIso(rest) : -1;
    }

    private static bool TryStrip(string charset, string prefix, out ReadOnlySpan<char> rest)
    {
        rest = default;
        if (!charset.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            return false;

        rest = charset.AsSpan(prefix.Length);
        if (rest.Length > 0 && rest[0] is '-' or '_')
            rest = rest[1..];

        return true;
    }

    private static int ParseIso(ReadOnlySpan<char> rest)
    {
        if (rest.Length < 5)
            return -1;

        var dash = rest.IndexOfAny('-', '_');
        var standard = ParseNumber(dash == -1 ? rest : rest[..dash]);
        if (standard == 10646)
            return 1201;

        if (dash == -1 || dash + 2 > rest.Length)
            return -1;

        var part = rest[(dash + 1)..];
        return standard switch
        {
            8859 => ParseNumber(part) is var number and (>= 1 and <= 9 or >= 13 and <= 15) ? 28590 + number : -1,
            2022 when part.Equals("jp", StringComparison.OrdinalIgnoreCase) => 50220,
            2022 when part.Equals("kr", StringComparison.OrdinalIgnoreCase) => 50225,
            _ => -1,
        };
    }

    private static int ParseNumber(ReadOnlySpan<char> digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
