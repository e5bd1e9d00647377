using System.Text;

namespace MimeKit.Utils;

/// <summary>Decodes the values of parameters.</summary>
internal static class ParameterDecoder
{
    /// <summary>A value in pieces, of which some are encoded; the first of those names the charset.</summary>
    public static (string Value, Encoding? Encoding) DecodePieces(ParserOptions options, IEnumerable<ParameterPair> pieces)
    {
        var value = new StringBuilder();
        var encodedRun = new List<byte>();
        Encoding? encoding = null;

        foreach (var piece in pieces)
        {
            if (piece.IsEncoded)
            {
                // Characters may be cut in two between encoded pieces.
                ReadOnlySpan<byte> octets = piece.Value is [(byte)'"', .., (byte)'"'] ? piece.Value.AsSpan(1..^1) : piece.Value;
                if (encoding is null)
                    octets = SplitCharset(octets, out encoding);

                AppendPercentDecoded(encodedRun, octets);
                continue;
            }

            Flush();
            var text = Charsets.DecodeUndeclared(options, piece.Value);
            value.Append(piece.Value is [(byte)'"', _, ..] ? Quoting.Unquote(text) : text);
        }

        Flush();
        return (value.ToString(), encoding);

        void Flush()
        {
            if (encoding is not null)
                value.Append(encoding.GetString([.. encodedRun]));

            encodedRun.Clear();
        }
    }

    /// <summary>An encoded value in one piece.</summary>
    public static (string Value, Encoding? Encoding) DecodeWhole(ReadOnlySpan<byte> value)
    {
        // Quotes do not belong here, but they are there.
        if (value is [(byte)'"', _, ..])
            value = value[^1] == '"' ? value[1..^1] : value[1..];

        var octets = new List<byte>();
        AppendPercentDecoded(octets, SplitCharset(value, out var encoding));
        return (encoding.GetString([.. octets]), encoding);
    }

    /// <summary>A value that is not encoded as RFC 2231 has it, but as agents do who never read that.</summary>
    /// <returns>The value, and its encoding if that is not what is used without being told.</returns>
    public static (string Value, Encoding? Encoding) DecodePlain(ParserOptions options, ReadOnlySpan<byte> value)
    {
        if (value is [(byte)'"', _, ..])
            value = Quoting.Unquote(value);

        var text = EncodedText.DecodeText(options, value, out var codePage);
        return (text, codePage is -1 or 65001 ? null : Charsets.GetOrDefault(codePage, Encoding.UTF8));
    }

    /// <summary>Takes <c>charset'language'</c> off the start.</summary>
    private static ReadOnlySpan<byte> SplitCharset(ReadOnlySpan<byte> value, out Encoding encoding)
    {
        encoding = Charsets.Latin1;
        var charsetEnd = value.IndexOf((byte)'\'');
        if (charsetEnd < 1)
            return value;

        var languageLength = value[(charsetEnd + 1)..].IndexOf((byte)'\'');
        if (languageLength == -1)
            return value;

        var codePage = Charsets.CodePageOf(Encoding.ASCII.GetString(value[..charsetEnd]));
        if (codePage != -1)
            encoding = Encoding.GetEncoding(codePage, new EncoderReplacementFallback("?"), new DecoderReplacementFallback("?"));

        return value[(charsetEnd + languageLength + 2)..];
    }

    private static void AppendPercentDecoded(List<byte> target, ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && text[i + 1].IsHexDigit() && text[i + 2].IsHexDigit())
            {
                target.Add((byte)(text[i + 1].HexValue() << 4 | text[i + 2].HexValue()));
                i += 2;
            }
            else
            {
                target.Add(text[i]);
            }
        }
    }
}
