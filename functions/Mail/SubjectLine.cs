using System.Globalization;
using System.Text.RegularExpressions;

namespace Hookwork.Mail;

/// <summary>
/// The subject of a mail, as a list writes it (<c>[PATCH v2 3/7] title</c>) or as Patchwork names a patch (<c>[v2,3/7]
/// title</c>).
/// </summary>
public sealed partial record SubjectLine
{
    /// <summary>
    /// The words in the brackets in front, in order, without <c>PATCH</c>: what Patchwork's <c>prefixes</c> lists.
    /// </summary>
    public required IReadOnlyList<string> Prefixes { get; init; }

    /// <summary>What follows the brackets, with single spaces.</summary>
    public required string Title { get; init; }

    /// <summary>Whether it is the subject of a reply: it starts with <c>Re:</c>.</summary>
    public bool IsReply { get; init; }

    /// <summary>The version of the series; 1 if it does not say.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The number within the series, 0 for a cover letter; null if it has none.</summary>
    public int? Number { get; init; }

    /// <summary>How many patches the series has; null if it does not say.</summary>
    public int? Total { get; init; }

    /// <summary>Whether it asks for comments only.</summary>
    public bool IsRfc { get; init; }

    /// <summary>Whether it was sent before.</summary>
    public bool IsResend { get; init; }

    /// <summary>Whether it is marked as a pull request.</summary>
    public bool IsPull { get; init; }

    /// <summary>
    /// The subject as Patchwork's <c>name</c> has it. (Patchwork drops a prefix that is its project's link name as
    /// well.)
    /// </summary>
    public string Name => Prefixes.Count == 0 ? Title : $"[{string.Join(',', Prefixes)}] {Title}";

    /// <summary>Whether it is that of a patch's cover letter, if the patch answers a mail with this subject.</summary>
    public bool IsCoverOf(SubjectLine patch) =>
        Number == 0 && Total is not null && Total == patch.Total && Version == patch.Version;

    /// <summary>Reads a subject, decoded; it may still be folded.</summary>
    public static SubjectLine Parse(string? subject)
    {
        var rest = HeaderText.OneLine(subject ?? "").AsSpan();
        var isReply = SkipReply(ref rest);

        var prefixes = new List<string>();
        while (rest.StartsWith('[') && rest.IndexOf(']') is > 0 and var end)
        {
            AddWords(prefixes, rest[1..end]);
            rest = rest[(end + 1)..].TrimStart();
        }

        var read = new SubjectLine
        {
            Prefixes = prefixes,
            Title = rest.ToString(),
            IsReply = isReply,
        };
        foreach (var prefix in prefixes)
            read = read.With(prefix);
        // After the first word that is a version, Patchwork reads no other: not that of "for-v6", nor one in the title.
        var whole = prefixes.Select(WholeVersion).FirstOrDefault(one => one is not null);
        if (whole is { } first)
            read = read with { Version = first };
        if ((NumberOf(prefixes) ?? SpacedNumber(prefixes)) is var (number, total))
            read = read with { Number = number, Total = total };
        prefixes.RemoveAll(prefix => prefix.Equals("PATCH", StringComparison.OrdinalIgnoreCase));
        return whole is null && read.Version == 1 && VersionIn(read.Title) is { } version
            ? read with
            {
                Version = version,
            }
            : read;
    }

    private SubjectLine With(string prefix)
    {
        var read = this;
        foreach (var range in prefix.AsSpan().SplitAny('/', '-', '_'))
        {
            var word = prefix.AsSpan(range);
            if (VersionAtEnd(word, out var kind) is { } version)
            {
                read = read with { Version = version };
                word = kind;
            }
            // "RFC1/5" lacks a space.
            word = word.TrimEnd("0123456789");
            if (word.Equals("RFC", StringComparison.OrdinalIgnoreCase))
                read = read with { IsRfc = true };
            else if (
                word.Equals("RESEND", StringComparison.OrdinalIgnoreCase)
                || word.Equals("REPOST", StringComparison.OrdinalIgnoreCase)
            )
                read = read with { IsResend = true };
            else if (word.Equals("PULL", StringComparison.OrdinalIgnoreCase))
                read = read with { IsPull = true };
        }
        return read;
    }

    private static int? WholeVersion(string prefix) =>
        prefix is ['v' or 'V', .. var digits] && TryRead(digits, out var version) ? version : null;

    // "v2", and forms without the space: "PATCHv2", "RFCv3".
    private static int? VersionAtEnd(ReadOnlySpan<char> word, out ReadOnlySpan<char> kind)
    {
        var digits = word.Length;
        while (digits > 0 && char.IsAsciiDigit(word[digits - 1]))
            digits--;
        kind = word[..Math.Max(0, digits - 1)];
        var isVersion =
            digits > 0
            && word[digits - 1] is 'v' or 'V'
            && (
                kind.Equals("PATCH", StringComparison.OrdinalIgnoreCase)
                || kind.Equals("RFC", StringComparison.OrdinalIgnoreCase)
                || kind.Equals("PULL", StringComparison.OrdinalIgnoreCase)
                || kind.Equals("RESEND", StringComparison.OrdinalIgnoreCase)
                // "3/7v2"
                || kind.IndexOfAnyExceptInRange('0', '9') < 0
            );
        return isVersion && TryRead(word[digits..], out var version) ? version : null;
    }

    // Patchwork also accepts a "(v2)" in the title.
    private static int? VersionIn(ReadOnlySpan<char> title)
    {
        const int Longest = 12;
        while (title.IndexOf('(') is >= 0 and var open)
        {
            title = title[(open + 1)..];
            var word = title[..Math.Min(title.Length, Longest)];
            if (
                word is ['v' or 'V', ..]
                && word.IndexOf(')') is > 1 and var close
                && TryRead(word[1..close], out var version)
            )
                return version;
        }
        return null;
    }

    // "3/7", and "3 of 7" of Mercurial, at the end of a prefix: Patchwork reads "PATCH3/7" and "v2PATCH3/7" as well.
    private static (int Number, int Total)? NumberOf(List<string> prefixes)
    {
        foreach (ReadOnlySpan<char> prefix in prefixes)
        {
            var total = prefix.LastIndexOfAnyExceptInRange('0', '9') + 1;
            var before =
                prefix[..total].EndsWith('/') ? prefix[..(total - 1)]
                : prefix[..total].EndsWith(" of ") ? prefix[..(total - " of ".Length)]
                : default;
            if (
                TryRead(before[(before.LastIndexOfAnyExceptInRange('0', '9') + 1)..], out var number)
                && TryRead(prefix[total..], out var count)
            )
                return (number, count);
        }
        return null;
    }

    // What Patchwork does not read: "3 / 7", "v2 3 of 7", "(3/7)", "3/7v2", "3/7:".
    private static (int Number, int Total)? SpacedNumber(List<string> prefixes) =>
        NumberAmongWords().Match(string.Join(' ', prefixes)) is { Success: true } match
        && TryRead(match.Groups["number"].ValueSpan, out var number)
        && TryRead(match.Groups["total"].ValueSpan, out var total)
            ? (number, total)
            : null;

    private static bool TryRead(ReadOnlySpan<char> digits, out int number) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static void AddWords(List<string> prefixes, ReadOnlySpan<char> words)
    {
        if (
            words.StartsWith("PATCH ")
            && words["PATCH ".Length..] is var numbers
            && NumbersOf(numbers) is > 0 and var length
        )
        {
            prefixes.Add("PATCH");
            prefixes.Add(numbers[..length].ToString());
            words = numbers[length..];
        }
        foreach (var range in words.SplitAny(' ', ','))
        {
            if (!words[range].IsEmpty)
                prefixes.Add(words[range].ToString());
        }
    }

    // The length of "3 of 7" at the start.
    private static int NumbersOf(ReadOnlySpan<char> words)
    {
        const string Of = " of ";
        var first = words.IndexOf(Of);
        if (first <= 0 || words[..first].IndexOfAnyExceptInRange('0', '9') >= 0)
            return 0;
        var end = first + Of.Length;
        while (end < words.Length && char.IsAsciiDigit(words[end]))
            end++;
        return end > first + Of.Length ? end : 0;
    }

    private static bool SkipReply(ref ReadOnlySpan<char> subject)
    {
        var isReply = false;
        while (subject.IndexOf(':') is var colon && colon is 2 or 3)
        {
            var word = subject[..colon];
            var isForward =
                word.Equals("fw", StringComparison.OrdinalIgnoreCase)
                || word.Equals("fwd", StringComparison.OrdinalIgnoreCase);
            if (
                !isForward
                && !word.Equals("re", StringComparison.OrdinalIgnoreCase)
                && !word.Equals("aw", StringComparison.OrdinalIgnoreCase)
            )
                break;
            isReply |= !isForward;
            subject = subject[(colon + 1)..].TrimStart();
        }
        return isReply;
    }

    // Not "5.10/6.1", which are branches, and no dates.
    [GeneratedRegex(
        @"(?<![\w./-])(?<number>[0-9]{1,5}) ?(?:/|of) ?(?<total>[0-9]{1,5})(?![0-9./-])",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
    )]
    private static partial Regex NumberAmongWords();
}
