using System.Text;

namespace MimeKit.Text;

/// <summary>The charset that an HTML document says it is in.</summary>
internal static class HtmlCharset
{
    /// <summary>How far into a document its charset may be declared (HTML standard, section "determining the character encoding").</summary>
    private const int PrescanLength = 1024;

    public static string? Find(ReadOnlySpan<byte> document)
    {
        var text = Encoding.Latin1.GetString(document[..Math.Min(PrescanLength, document.Length)]);
        for (var i = text.IndexOf("<meta", StringComparison.OrdinalIgnoreCase); i >= 0; i = text.IndexOf("<meta", i + 5, StringComparison.OrdinalIgnoreCase))
        {
            var end = text.IndexOf('>', i);
            if (end == -1)
                return null;

            if (FindInTag(text[i..end]) is { } charset)
                return charset;
        }

        return null;
    }

    private static string? FindInTag(string tag)
    {
        var i = tag.IndexOf("charset", StringComparison.OrdinalIgnoreCase);
        if (i == -1)
            return null;

        var rest = tag.AsSpan(i + "charset".Length).TrimStart();
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
