using System.Globalization;
using System.Text;

namespace MimeKit.Utils;

/// <summary>Writes parameters, each on a line of its own if it does not fit on the last one.</summary>
internal static class ParameterWriter
{
    public static void Write(FormatOptions options, Parameter parameter, Encoding charset, StringBuilder target, ref int lineLength)
    {
        var method = parameter.EncodingMethod != ParameterEncodingMethod.Default
            ? parameter.EncodingMethod : options.ParameterEncodingMethod;
        var encoding = parameter.ExplicitEncoding ?? charset;
        if (!NeedsEncoding(options, parameter))
            WritePlain(options, parameter, target, ref lineLength);
        else if (method == ParameterEncodingMethod.Rfc2047)
            WriteEncodedWords(options, parameter, encoding, target, ref lineLength);
        else
            WriteRfc2231(options, parameter, encoding, target, ref lineLength);
    }

    private static bool NeedsEncoding(FormatOptions options, Parameter parameter) =>
        parameter.Name.Length + 1 + parameter.Value.Length >= options.MaxLineLength ||
        parameter.Value.Any(c => c is < ' ' and not '\t' or (char)127 || (c > 127 && !options.International));

    private static void WritePlain(FormatOptions options, Parameter parameter, StringBuilder target, ref int lineLength)
    {
        var needsQuotes = parameter.AlwaysQuote || options.AlwaysQuoteParameterValues || parameter.Value.Length == 0 ||
            parameter.Value.Any(c => c > 127 || !((byte)c).Is(ByteKind.Attribute));
        Append(options, parameter.Name + "=" + (needsQuotes ? Quoting.Quote(parameter.Value) : parameter.Value), target, ref lineLength);
    }

    private static void WriteEncodedWords(
        FormatOptions options, Parameter parameter, Encoding encoding, StringBuilder target, ref int lineLength)
    {
        var words = Encoding.ASCII.GetString(Rfc2047.EncodeText(options, BestEncoding(parameter.Value, encoding), parameter.Value));
        Append(options, $"{parameter.Name}=\"{words}\"", target, ref lineLength);
    }

    private static void WriteRfc2231(
        FormatOptions options, Parameter parameter, Encoding encoding, StringBuilder target, ref int lineLength)
    {
        var best = options.International ? Encoding.UTF8 : BestEncoding(parameter.Value, encoding);
        var pieces = Split(parameter.Value, best, options.MaxLineLength - (parameter.Name.Length + 6));
        if (pieces.Count == 1)
        {
            var (value, isEncoded) = pieces[0];
            Append(options, $"{parameter.Name}{(isEncoded ? "*" : "")}={value}", target, ref lineLength);
            return;
        }

        for (var i = 0; i < pieces.Count; i++)
        {
            var (value, isEncoded) = pieces[i];
            var piece = string.Create(CultureInfo.InvariantCulture, $"{parameter.Name}*{i}{(isEncoded ? "*" : "")}={value}");
            target.Append(';').Append(options.NewLine).Append('\t').Append(piece);
            lineLength = 1 + piece.Length;
        }
    }

    /// <summary>
    /// The value in pieces that fit on lines. The first is encoded unless all are ASCII, since it has to name the charset.
    /// </summary>
    private static List<(string Value, bool IsEncoded)> Split(string value, Encoding encoding, int maxLength)
    {
        var pieces = new List<(string Value, bool IsEncoded)>();
        for (var i = 0; i < value.Length || pieces.Count == 0;)
        {
            var length = Math.Min(maxLength, value.Length - i);
            if ((i > 0 || encoding.CodePage == Encoding.ASCII.CodePage) && !NeedsEncoding(value.AsSpan(i, length)))
            {
                pieces.Add((QuoteIfNeeded(value.Substring(i, length)), false));
                i += length;
                continue;
            }

            var piece = new StringBuilder(i == 0 ? Charsets.NameOf(encoding) + "''" : "");
            i += AppendEncoded(piece, value.AsSpan(i), encoding, maxLength);
            pieces.Add((piece.ToString(), true));
        }

        return pieces;
    }

    /// <summary>Appends as many characters as fit, percent-encoded.</summary>
    private static int AppendEncoded(StringBuilder piece, ReadOnlySpan<char> text, Encoding encoding, int maxLength)
    {
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var encoded = new StringBuilder();
            foreach (var octet in encoding.GetBytes(rune.ToString()))
                AppendPercentEncoded(encoded, octet);

            if (length > 0 && piece.Length + encoded.Length > maxLength)
                break;

            piece.Append(encoded);
            length += rune.Utf16SequenceLength;
        }

        return length;
    }

    private static bool NeedsEncoding(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (c is < ' ' and not '\t' or >= (char)127)
                return true;
        }

        return false;
    }

    private static string QuoteIfNeeded(string value) =>
        value.Length == 0 || value.Any(c => !((byte)c).Is(ByteKind.Attribute)) ? Quoting.Quote(value) : value;

    private static void AppendPercentEncoded(StringBuilder target, byte octet)
    {
        if (octet.Is(ByteKind.Attribute))
            target.Append((char)octet);
        else
            target.Append('%').Append(Convert.ToHexString([octet]));
    }

    private static void Append(FormatOptions options, string parameter, StringBuilder target, ref int lineLength)
    {
        target.Append(';');
        lineLength++;
        if (lineLength + 1 + parameter.Length >= options.MaxLineLength)
        {
            target.Append(options.NewLine).Append('\t');
            lineLength = 1;
        }
        else
        {
            target.Append(' ');
            lineLength++;
        }

        target.Append(parameter);
        lineLength += parameter.Length;
    }

    private static Encoding BestEncoding(string value, Encoding encoding)
    {
        var highest = value.Length == 0 ? 0 : value.Max();
        return highest < 128 ? Encoding.ASCII : highest < 256 ? Charsets.Latin1 : encoding;
    }
}
