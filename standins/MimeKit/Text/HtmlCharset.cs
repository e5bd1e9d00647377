using System.Text;

namespace MimeKit.Text;

/// <summary>The charset that an HTML document says it is in, within its head.</summary>
internal ref struct HtmlCharset(ReadOnlySpan<char> text)
{
    /// <summary>
    /// How far into a document its charset may be declared (HTML standard, section "determining the character encoding").
    /// </summary>
    private const int PrescanLength = 1024;

    private ReadOnlySpan<char> _rest = text;

    public static string? Find(ReadOnlySpan<byte> document) =>
        new HtmlCharset(Encoding.Latin1.GetString(document[..Math.Min(PrescanLength, document.Length)])).Find();

    private string? Find()
    {
        var isInHtml = false;
        var isInHead = false;
        while (TryReadTag(out var name, out var attributes))
        {
            if (name is "body" || (!isInHtml && name is "/html") || (isInHtml && !isInHead && name is "/head"))
                return null;

            if (isInHead && name is "meta" && FindInMeta(attributes) is { } charset)
                return charset;

            isInHead |= isInHtml && name is "head";
            isInHtml |= name is "html";
        }

        return null;
    }

    private bool TryReadTag(out string name, out ReadOnlySpan<char> attributes)
    {
        name = "";
        attributes = default;
        var start = _rest.IndexOf('<');
        if (start == -1)
            return false;

        _rest = _rest[(start + 1)..];
        var isComment = _rest.StartsWith("!--");
        var end = isComment ? _rest.IndexOf("-->") : IndexOfEnd(_rest);
        if (end == -1)
            return false;

        var tag = _rest[..end];
        _rest = _rest[(end + 1)..];
        if (isComment)
            return true;

        var nameLength = tag.IndexOfAny(" \t\r\n");
        name = (nameLength == -1 ? tag : tag[..nameLength]).ToString().ToLowerInvariant();
        attributes = tag[name.Length..];
        return true;
    }

    /// <summary>The end of a tag: the first bracket outside of quotes.</summary>
    private static int IndexOfEnd(ReadOnlySpan<char> tag)
    {
        var quote = '\0';
        for (var i = 0; i < tag.Length; i++)
        {
            if (quote == '\0' && tag[i] == '>')
                return i;

            if (quote == '\0' && tag[i] is '"' or '\'')
                quote = tag[i];
            else if (tag[i] == quote)
                quote = '\0';
        }

        return -1;
    }

    /// <summary>The charset attribute, or else that of the content type that another attribute says the content attribute is.</summary>
    private static string? FindInMeta(ReadOnlySpan<char> attributes)
    {
        string? ofContent = null;
        var isContentType = false;
        while (TryReadAttribute(ref attributes, out var name, out var value))
        {
            if (name is "charset" && value.Length > 0)
                return Normalize(value);

            if (name is "http-equiv")
                isContentType = value.Equals("Content-Type", StringComparison.OrdinalIgnoreCase);
            else if (name is "content" && ContentType.TryParse(value, out var type))
                ofContent = type.Charset;
        }

        return isContentType && !string.IsNullOrEmpty(ofContent) ? Normalize(ofContent) : null;
    }

    private static bool TryReadAttribute(ref ReadOnlySpan<char> text, out string name, out string value)
    {
        text = text.TrimStart(" \t\r\n/");
        var nameLength = text.IndexOfAny("= \t\r\n/");
        name = (nameLength == -1 ? text : text[..nameLength]).ToString().ToLowerInvariant();
        value = "";
        if (text.IsEmpty)
            return false;

        text = text[name.Length..].TrimStart();
        if (!text.StartsWith("="))
            return true;

        text = text[1..].TrimStart();
        var isQuoted = text is ['"' or '\'', ..];
        var end = isQuoted ? text[1..].IndexOf(text[0]) : text.IndexOfAny(" \t\r\n");
        var whole = end == -1 ? text : text[..(isQuoted ? end + 2 : end)];
        text = text[whole.Length..];
        value = (isQuoted ? whole.Trim(whole[0]) : whole).ToString();
        return true;
    }

    /// <summary>The name as mail would have it. Whoever can read the tag is not reading UTF-16.</summary>
    private static string Normalize(string charset) => charset.Trim().ToLowerInvariant() switch
    {
        "x-user-defined" => "windows-1252",
        "utf-16" or "utf-16le" or "utf-16be" => "utf-8",
        var other => other,
    };
}
