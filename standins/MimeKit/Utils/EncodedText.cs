using System.Text;
using MimeKit.Encodings;

namespace MimeKit.Utils;

/// <summary>Reads header text with encoded words (RFC 2047).</summary>
internal static class EncodedText
{
    public static string DecodeText(ParserOptions options, ReadOnlySpan<byte> text) => Decode(options, text, isPhrase: false, out _);

    /// <param name="options">How lenient to be.</param>
    /// <param name="text">The text.</param>
    /// <param name="codePage">The code page that most of the encoded words have, UTF-8 if there are none.</param>
    public static string DecodeText(ParserOptions options, ReadOnlySpan<byte> text, out int codePage) =>
        Decode(options, text, isPhrase: false, out codePage);

    public static string DecodePhrase(ParserOptions options, ReadOnlySpan<byte> text) => Decode(options, text, isPhrase: true, out _);

    /// <param name="options">How lenient to be.</param>
    /// <param name="text">The phrase.</param>
    /// <param name="codePage">The code page that most of the encoded words have, UTF-8 if there are none.</param>
    public static string DecodePhrase(ParserOptions options, ReadOnlySpan<byte> text, out int codePage) =>
        Decode(options, text, isPhrase: true, out codePage);

    private static string Decode(ParserOptions options, ReadOnlySpan<byte> text, bool isPhrase, out int codePage)
    {
        codePage = Encoding.UTF8.CodePage;
        if (text.IsEmpty)
            return "";

        var isLoose = options.Rfc2047ComplianceMode != RfcComplianceMode.Strict;
        var tokens = new EncodedTextReader(text, isPhrase, isLoose).ReadAll();
        codePage = MostUsedCodePage(tokens);

        var decoded = new StringBuilder(text.Length);
        for (var i = 0; i < tokens.Count;)
            i = tokens[i].IsEncoded ? AppendEncodedRun(options, decoded, text, tokens, i) : AppendPlain(options, decoded, text, tokens, i);

        return decoded.ToString();
    }

    private static int AppendPlain(
        ParserOptions options, StringBuilder decoded, ReadOnlySpan<byte> text, List<EncodedToken> tokens, int index)
    {
        var token = text.Slice(tokens[index].Start, tokens[index].Length);
        decoded.Append(Ascii.IsValid(token) ? Encoding.ASCII.GetString(token) : Charsets.DecodeUndeclared(options, token));
        return index + 1;
    }

    /// <summary>
    /// Encoded words of the same kind in a row, as one: RFC 2047, section 5, wants each of them to hold whole characters, but many
    /// agents cut a character in two.
    /// </summary>
    private static int AppendEncodedRun(
        ParserOptions options, StringBuilder decoded, ReadOnlySpan<byte> text, List<EncodedToken> tokens, int index)
    {
        var first = tokens[index];
        var end = index + 1;
        var length = first.Length;
        while (end < tokens.Count && tokens[end].Encoding == first.Encoding && tokens[end].CodePage == first.CodePage)
            length += tokens[end++].Length;

        var output = new byte[length + 3];
        var count = 0;
        var base64 = new Base64Decoder();
        var quotedPrintable = new QuotedPrintableDecoder(rfc2047: true);
        for (; index < end; index++)
        {
            var payload = text.Slice(tokens[index].Start, tokens[index].Length);
            count += first.Encoding == ContentEncoding.Base64
                ? base64.Decode(payload, output.AsSpan(count))
                : quotedPrintable.Decode(payload, output.AsSpan(count));
        }

        decoded.Append(Charsets.Decode(options, first.CodePage, output.AsSpan(0, count)));
        return end;
    }

    private static int MostUsedCodePage(List<EncodedToken> tokens)
    {
        var best = Encoding.UTF8.CodePage;
        var bestCount = 0;
        foreach (var group in tokens.Where(token => token.CodePage != 0).GroupBy(token => token.CodePage))
        {
            var count = group.Count();
            if (count > bestCount)
                (best, bestCount) = (group.Key, count);
        }

        return best;
    }
}
