using System.Text.RegularExpressions;

namespace Hookwork.Api.Lists;

/// <summary>The words in <c>q</c>.</summary>
internal static partial class SearchWords
{
    /// <summary>
    /// Splits a text at whitespace and commas, as Django REST framework does. What is in quotes stays together.
    /// </summary>
    public static string[] In(string text) =>
        [
            .. Parts()
                .Matches(text.Replace("\0", "", StringComparison.Ordinal))
                .Select(part => part.Value.Trim(','))
                .SelectMany(part => Quoted(part) is { } words ? [words] : part.Split(','))
                .Where(word => word.Length > 0),
        ];

    /// <summary>What is between the quotes; null if it is not quoted.</summary>
    private static string? Quoted(string part) =>
        part is [var quote and ('"' or '\''), .. var words, var last] && last == quote
            ? words
                .Replace($"\\{quote}", quote.ToString(), StringComparison.Ordinal)
                .Replace(@"\\", @"\", StringComparison.Ordinal)
            : null;

    /// <summary>As Django's <c>smart_split</c>: a quote without another one like it is a character like any.</summary>
    [GeneratedRegex(
        """[^\s'"]*(("([^"\\]|\\.)*"|'([^'\\]|\\.)*')[^\s'"]*)+|\S+""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Parts();
}
