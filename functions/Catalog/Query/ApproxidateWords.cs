using System.Globalization;

namespace Hookwork.Catalog.Query;

/// <summary>The words that git knows in a date.</summary>
internal static class ApproxidateWords
{
    private static readonly string[] Numbers =
    [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
    ];

    private static readonly (string Name, TimeSpan Length)[] Units =
    [
        ("seconds", TimeSpan.FromSeconds(1)),
        ("minutes", TimeSpan.FromMinutes(1)),
        ("hours", TimeSpan.FromHours(1)),
        ("days", TimeSpan.FromDays(1)),
        ("weeks", TimeSpan.FromDays(7)),
        ("fortnights", TimeSpan.FromDays(14)),
    ];

    private static readonly string[] Others = ["ago", "at", "on", "the", "of", "and", "st", "nd", "rd", "th", "t"];

    /// <summary>The number of a month, by three letters or more of its name; null for any other word.</summary>
    public static int? Month(string word) =>
        IndexOf(DateTimeFormatInfo.InvariantInfo.MonthNames, word) is { } index ? index + 1 : null;

    /// <summary>
    /// The number of a weekday, 0 for Sunday, by three letters or more, or in the plural; null for any other word.
    /// </summary>
    public static int? Weekday(string word) =>
        IndexOf(
            DateTimeFormatInfo.InvariantInfo.DayNames,
            word.EndsWith("days", StringComparison.Ordinal) ? word[..^1] : word
        );

    /// <summary>The value of a number's name, up to ten; null for any other word.</summary>
    public static int? Number(string word) => Array.IndexOf(Numbers, word) is >= 0 and var index ? index + 1 : null;

    /// <summary>The length of a unit, singular or plural; null for any other word.</summary>
    public static TimeSpan? Unit(string word)
    {
        foreach (var (name, length) in Units)
        {
            if (name == word || name.AsSpan(0, name.Length - 1).SequenceEqual(word))
                return length;
        }
        return null;
    }

    /// <summary>Whether a word has no meaning, and may stand between the others.</summary>
    public static bool SaysNothing(string word) => Others.Contains(word);

    private static int? IndexOf(string[] names, string word) =>
        word.Length >= 3
        && Array.FindIndex(names, name => name.StartsWith(word, StringComparison.OrdinalIgnoreCase)) is >= 0 and var at
            ? at
            : null;
}
