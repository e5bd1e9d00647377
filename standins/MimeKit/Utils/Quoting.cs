using System.Text;

namespace MimeKit.Utils;

/// <summary>Quoted strings (RFC 5322, section 3.2.4).</summary>
internal static class Quoting
{
    public static StringBuilder AppendQuoted(StringBuilder target, ReadOnlySpan<char> text)
    {
        target.Append('"');
        foreach (var c in text)
        {
            if (c is '\\' or '"')
                target.Append('\\');

            target.Append(c);
        }

        return target.Append('"');
    }

    public static string Quote(ReadOnlySpan<char> text) => AppendQuoted(new StringBuilder(text.Length + 2), text).ToString();

    /// <summary>The text without its quotes, escapes and line ends.</summary>
    public static string Unquote(string text, bool convertTabsToSpaces = false)
    {
        if (text.AsSpan().IndexOfAny("\r\n\t\\\"") == -1)
            return text;

        var unquoted = new StringBuilder(text.Length);
        var isEscaped = false;
        foreach (var c in text)
        {
            if (!IsDropped((uint)c, ref isEscaped))
                unquoted.Append(c == '\t' && convertTabsToSpaces ? ' ' : c);
        }

        return unquoted.ToString();
    }

    /// <inheritdoc cref="Unquote(string, bool)"/>
    public static byte[] Unquote(ReadOnlySpan<byte> text, bool convertTabsToSpaces = false)
    {
        var unquoted = new byte[text.Length];
        var length = 0;
        var isEscaped = false;
        foreach (var c in text)
        {
            if (!IsDropped(c, ref isEscaped))
                unquoted[length++] = c == '\t' && convertTabsToSpaces ? (byte)' ' : c;
        }

        return unquoted[..length];
    }

    private static bool IsDropped(uint c, ref bool isEscaped)
    {
        switch (c)
        {
            case '\r' or '\n':
                isEscaped = false;
                return true;
            case '\\':
                isEscaped = !isEscaped;
                return isEscaped;
            case '"':
                var isQuote = !isEscaped;
                isEscaped = false;
                return isQuote;
            default:
                isEscaped = false;
                return false;
        }
    }
}
