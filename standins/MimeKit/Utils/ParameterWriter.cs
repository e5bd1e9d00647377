using System.Globalization;
using System.Text;

namespace MimeKit.Utils;

/// <summary>Writes parameters, each on a line of its own if it does not fit on the last one.</summary>
internal static class ParameterWriter
{
    public static void Write(FormatOptions options, Parameter parameter, Encoding charset, StringBuilder target, ref int lineLength)
    {
        var method = parameter.EncodingMethod != ParameterEncodingMethod.Default ? parameter.EncodingMethod : options.ParameterEncodingMethod;
        var encoding = parameter.ExplicitEncoding ?? charset;
        if (!NeedsEncoding(options, parameter))
            WritePlain(options, parameter, target, ref lineLength);
        else if (method == ParameterEncodingMethod.Rfc2047)
            WriteEncodedWords(options, parameter, encoding, target, ref lineLength);
        else
            WriteRfc2231(options, parameter, options.International ? Encoding.UTF8 : BestEncoding(parameter.Value, encoding), target, ref lineLength);
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

    private static void WriteEncodedWords(FormatOptions options, Parameter parameter, Encoding encoding, StringBuilder target, ref int lineLength)
    {
        var words = Encoding.ASCII.GetString(Rfc2047.EncodeText(options, BestEncoding(parameter.Value, encoding), parameter.Value));
        Append(options, $"{parameter.Name}=\"{words}\"", target, ref lineLength);
    }

    private static void WriteRfc2231(FormatOptions options, Parameter parameter, Encoding encoding, StringBuilder target, ref int lineLength)
    {
        var prefix = Charsets.NameOf(encoding) + "''";
        var pieces = Split(parameter.Value, encoding, prefix.Length, options.MaxLineLength - (parameter.Name.Length + 6));
        if (pieces.Count == 1)
        {
            Append(options, $"{parameter.Name}*={prefix}{pieces[0]}", target, ref lineLength);
            return;
        }

        for (var i = 0; i < pieces.Count; i++)
        {
            var piece = string.Create(CultureInfo.InvariantCulture, $"{parameter.Name}*{i}*={(i == 0 ? prefix : "")}{pieces[i]}");
            target.Append(';').Append(options.NewLine).Append('\t').Append(piece);
            lineLength = 1 + piece.Length;
        }
    }

    /// <summary>The percent-encoded value in pieces that fit on lines.</summary>
    private static List<string> Split(string value, Encoding encoding, int firstIndent, int maxLength)
    {
        var pieces = new List<string>();
        var piece = new StringBuilder();
        var indent = firstIndent;
        foreach (var rune in value.EnumerateRunes())
        {
            var encoded = new StringBuilder();
            foreach (var octet in encoding.GetBytes(rune.ToString()))
                AppendPercentEncoded(encoded, octet);

            if (piece.Length > 0 && indent + piece.Length + encoded.Length > maxLength)
            {
                pieces.Add(piece.ToString());
                piece.Clear();
                indent = 0;
            }

            piece.Append(encoded);
        }

        pieces.Add(piece.ToString());
        return pieces;
    }

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
