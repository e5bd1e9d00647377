using System.Text;

namespace MimeKit.Text;

/// <summary>The charset that an HTML document says it is in.</summary>
internal static class HtmlCharset
{
    /// <summary>
    /// How far into a document its charset may be declared (HTML standard, section "determining the character encoding").
    /// </summary>
    private const int PrescanLength = 1024;

    public static string? Find(ReadOnlySpan<byte> document)
    {
        var text = Encoding.Latin1.GetString(document[..Math.Min(PrescanLength, document.Length)]);
        for (var i = IndexOfMeta(text, 0); i >= 0; i = IndexOfMeta(text, i + 1))
        {
            var end = text.IndexOf('>', i);
            if (end == -1)
                return null;

            if (FindInTag(text[i..end]) is { } charset)
                return charset;
        }

        return null;
    }

    /// <summary>The charset attribute, or else the one within the content attribute.</summary>
    private static string? FindInTag(string tag)
    {
        string? withinContent = null;
        for (var i = IndexOfCharset(tag, 0); i >= 0; i = IndexOfCharset(tag, i + 1))
        {
            if (ReadValue(tag.AsSpan(i + "charset".Length)) is not { } charset)
                continue;

            if (IsAttribute(tag, i))
                return charset;

            withinContent ??= charset;
        }

        return withinContent;
    }

    private static int IndexOfMeta(string text, int start) => text.IndexOf("<meta", start, StringComparison.OrdinalIgnoreCase);

    private static int IndexOfCharset(string tag, int start) => tag.IndexOf("charset", start, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether what is at an index stands outside of quotes.</summary>
    private static bool IsAttribute(string tag, int index)
    {
        var quote = '\0';
        foreach (var c in tag.AsSpan(0, index))
        {
            if (quote == '\0' && c is ('"' or '\''))
                quote = c;
            else if (c == quote)
                quote = '\0';
        }

        return quote == '\0';
    }

    private static string? ReadValue(ReadOnlySpan<char> rest)
    {
        rest = rest.TrimStart();
        if (rest.IsEmpty || rest[0] != '=')
            return null;

        rest = rest[1..].TrimStart([' ', '\t', '\r', '\n', '"', '\'']);
        var end = rest.IndexOfAny([' ', '\t', '\r', '\n', '"', '\'', ';', '/']);
        var charset = (end == -1 ? rest : rest[..end]).ToString().ToLowerInvariant();

        // Whoever can read the tag is not reading UTF-16.
        return charset switch
        {
            "" => null,
            "x-user-defined" => "windows-1252",
            "utf-16" or "utf-16le" or "utf-16be" => "utf-8",
            _ => charset,
        };
    }
}
