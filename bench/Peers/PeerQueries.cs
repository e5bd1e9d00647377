using System.Globalization;
using System.Text.RegularExpressions;
using Hookwork.Bench.Search.Archive;
using Hookwork.Catalog.Query.Evaluation;

namespace Hookwork.Bench.Peers;

/// <summary>Queries that both servers understand, of words that the mails have as often as is wanted.</summary>
internal sealed partial class PeerQueries
{
    /// <summary>The names of the queries for common words.</summary>
    public const string CommonWord = "common word";

    /// <inheritdoc cref="CommonWord"/>
    public const string CommonWords = "common words";

    private const int ShortestWord = 4;

    /// <summary>The share of a word's mails that have it as a word of its own.</summary>
    private const double MostAlike = 0.97;

    private readonly Dictionary<string, int> _words = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _whole = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _long = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _subjects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _authors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _folders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _identifiers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _phrases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _months = new(StringComparer.Ordinal);

    /// <summary>public-inbox refuses a beginning that more than a hundred words have.</summary>
    private const int LongWord = 7;
    private int _mails;

    /// <summary>Counts the words of a mail.</summary>
    public void Add(ReceivedMail mail)
    {
        _mails++;
        Count(_words, Words($"{mail.Subject}\n{mail.Text}"));
        Count(_whole, WholeWords($"{mail.Subject}\n{mail.Text}"));
        Count(_long, Words($"{mail.Subject}\n{mail.Text}").Where(word => word.Length > LongWord));
        Count(_subjects, Words(mail.Subject));
        Count(_authors, Words(mail.Name));
        Count(_months, [mail.Date.UtcDateTime.ToString("yyyyMM", CultureInfo.InvariantCulture)]);
        var lines = mail.Text.Split('\n');
        Count(
            _folders,
            lines.Where(line => line.StartsWith("+++ b/", StringComparison.Ordinal)).Select(line => line[6..].TrimEnd())
        );
        Count(
            _identifiers,
            lines
                .Where(line => line is ['+' or '-', not ('+' or '-'), ..])
                .SelectMany(line => line.Split(' ', '(', ')', ',', ';', '*', '&', '\t', '+', '-', '>', '.', '='))
                .Where(word => word.Length > 8 && word.All(sign => char.IsAsciiLetterLower(sign) || sign == '_'))
                .Where(word => word.Contains('_', StringComparison.Ordinal) && char.IsAsciiLetter(word[0]))
        );
        Count(
            _phrases,
            lines
                .Where(line => line is [>= 'A' and <= 'Z' or >= 'a' and <= 'z', ..])
                .Select(line => line.Split(' '))
                .Where(words =>
                    words.Length > 4 && words.Take(4).All(word => word.Length > 1 && word.All(char.IsAsciiLetterLower))
                )
                .Select(words => string.Join(' ', words[1..3]))
        );
    }

    public IReadOnlyList<(string Name, string Query)> Choose()
    {
        // To public-inbox, mac_addr is one word. Of words that hardly occur in such names both find the same mails.
        var alike = _words
            .Where(word => _whole.GetValueOrDefault(word.Key) >= MostAlike * word.Value)
            .ToDictionary(StringComparer.Ordinal);
        var common = Near(alike, 0.25);
        var other = Near(alike, 0.2, but: common);
        var month = _months.MaxBy(month => month.Value).Key;
        return
        [
            (CommonWord, common),
            (CommonWords, $"{common} {other}"),
            ("word", Near(alike, 0.02)),
            ("rare word", Near(alike, 0.001)),
            ("identifier", Near(_identifiers, 0.005)),
            ("phrase", $"\"{Near(_phrases, 0.005)}\""),
            ("prefix", $"{Near(_long, 0.02)[..LongWord]}*"),
            ("subject", $"s:{Near(_subjects, 0.02)}"),
            ("author", $"f:{Near(_authors, 0.02)}"),
            ("file", $"dfn:{Near(_folders, 0.01)}"),
            ("month", $"d:{month}01..{month}28 {Near(alike, 0.1)}"),
        ];
    }

    private static IEnumerable<string> Words(string text) =>
        Tokens.Of(text).Where(word => word.Length >= ShortestWord && word.All(char.IsAsciiLetterLower));

    /// <summary>The words of a text as public-inbox splits it.</summary>
    private static IEnumerable<string> WholeWords(string text) =>
        NoWord().Split(text.ToLowerInvariant()).Where(word => word.Length >= ShortestWord);

    [GeneratedRegex("\\W+")]
    private static partial Regex NoWord();

    private static void Count(Dictionary<string, int> counts, IEnumerable<string> words)
    {
        foreach (var word in words.Distinct(StringComparer.Ordinal))
            counts[word] = counts.GetValueOrDefault(word) + 1;
    }

    /// <summary>The word that a share of the mails, or the nearest to it, has.</summary>
    private string Near(Dictionary<string, int> counts, double share, string? but = null) =>
        counts
            .Where(word => word.Key != but)
            .MinBy(word => (Math.Abs(word.Value - Math.Max(2, share * _mails)), word.Key))
            .Key;
}
