namespace Hookwork.Api.Lists;

/// <summary>The words in <c>q</c>.</summary>
internal static class SearchWords
{
    /// <summary>
    /// Splits a text at whitespace and commas, as Django REST framework does. What is in quotes stays together.
    /// </summary>
    public static string[] In(string text) =>
        [
            .. Parts(text.Replace("\0", "", StringComparison.Ordinal))
                .Select(part => part.Trim(','))
                .SelectMany(part =>
                    Quoted(part) is { } words ? [words] : part.Split(',', StringSplitOptions.TrimEntries)
                )
                .Where(word => word.Length > 0),
        ];

    /// <summary>What is between the quotes, nothing for a quote alone; null if it is not quoted.</summary>
    private static string? Quoted(string part) =>
        part is ['"' or '\''] ? ""
        : part is [var quote and ('"' or '\''), .. var words, var last] && last == quote
            ? words
                .Replace($"\\{quote}", quote.ToString(), StringComparison.Ordinal)
                .Replace(@"\\", @"\", StringComparison.Ordinal)
        : null;

    /// <summary>As Django's <c>smart_split</c> does. A quote that is never closed is an ordinary character.</summary>
    internal static IEnumerable<string> Parts(string text)
    {
        // For each kind of quote, the position before which none is closed. Without it, each quote would search to the
        // end of the text.
        var unclosed = new Dictionary<char, int> { ['"'] = 0, ['\''] = 0 };
        for (var at = 0; at < text.Length; )
        {
            var (start, hasQuotes) = (at, false);
            while (at < text.Length && !char.IsWhiteSpace(text[at]))
            {
                if (text[at] is not ('"' or '\''))
                    at++;
                else if (EndOfQuote(at) is { } end)
                    (at, hasQuotes) = (end, true);
                else if (hasQuotes)
                    break;
                else
                    at = EndOfWord(at);
            }
            if (at > start)
                yield return text[start..at];
            else
                at++;
        }

        int EndOfWord(int next)
        {
            while (next < text.Length && !char.IsWhiteSpace(text[next]))
                next++;
            return next;
        }

        int? EndOfQuote(int opening)
        {
            var (quote, at) = (text[opening], opening + 1);
            if (opening < unclosed[quote])
                return null;
            for (; at < text.Length && text[at] != quote; at++)
            {
                // A backslash and the character after it belong together, unless that is a line break.
                if (text[at] == '\\' && ++at < text.Length && text[at] == '\n')
                    break;
            }
            if (at < text.Length && text[at] == quote)
                return at + 1;
            unclosed[quote] = at;
            return null;
        }
    }
}
