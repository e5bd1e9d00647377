using System.Text;

namespace MimeKit.Utils;

/// <summary>Folds header values (RFC 5322, section 2.2.3).</summary>
internal static class Folding
{
    /// <summary>An unstructured value as it goes after the colon, line end included.</summary>
    public static byte[] Unstructured(FormatOptions options, string field, ReadOnlySpan<byte> text)
    {
        var tokens = new EncodedTextReader(text, isPhrase: false, isLoose: true).ReadAll();
        var line = new FoldedText(options, field.Length + 2);
        foreach (var token in tokens)
        {
            if (token.IsEncoded)
            {
                var marker = text[..(token.Start - 3)].LastIndexOf((byte)'?') - 1;
                var word = Encoding.Latin1.GetString(text[marker..(token.Start + token.Length + 2)]);
                var encodingAt = token.Start - 2 - marker;
                line.AppendWord(word[..encodingAt] + char.ToLowerInvariant(word[encodingAt]) + word[(encodingAt + 1)..], canBreak: false);
                continue;
            }

            var plain = Encoding.Latin1.GetString(text.Slice(token.Start, token.Length));
            if (text[token.Start].IsWhiteSpace())
                line.AppendWhiteSpace(plain);
            else
                line.AppendWord(plain, canBreak: true);
        }

        return Encoding.Latin1.GetBytes(line.Finish());
    }

    /// <summary>A value in UTF-8 (RFC 6532) as it goes after the colon, line end included.</summary>
    public static string International(FormatOptions options, string field, string text)
    {
        var line = new FoldedText(options, field.Length + 2);
        for (var i = 0; i < text.Length;)
        {
            var isSpace = IsSpace(text[i]);
            var start = i;
            while (i < text.Length && IsSpace(text[i]) == isSpace)
                i++;

            if (isSpace)
                line.AppendWhiteSpace(text[start..i]);
            else
                line.AppendWord(text[start..i], canBreak: true);
        }

        return line.Finish();
    }

    /// <summary>The value on one line: without its line ends, and trimmed.</summary>
    public static string Unfold(string text)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed.IndexOfAny('\r', '\n') == -1)
            return trimmed.ToString();

        var unfolded = new StringBuilder(trimmed.Length);
        foreach (var c in trimmed)
        {
            if (c is not ('\r' or '\n'))
                unfolded.Append(c);
        }

        return unfolded.ToString();
    }

    private static bool IsSpace(char c) => c is ' ' or '\t' or '\r' or '\n';
}
