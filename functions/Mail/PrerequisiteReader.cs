using Hookwork.Input;

namespace Hookwork.Mail;

/// <summary>Reads the value of <c>Depends-on:</c> and the like: one or several names of mails, patches or series.</summary>
internal static class PrerequisiteReader
{
    private const string Separators = " \t,;";

    /// <summary>A longer word, in characters, names nothing: messages and rows have room for fifty names.</summary>
    public const int Longest = 200;

    /// <summary>
    /// The names, separated by spaces or commas. Subjects in quotes or parentheses behind them, and other words, are
    /// skipped.
    /// </summary>
    public static void Read(ReadOnlySpan<char> value, List<Prerequisite> found)
    {
        while (value.TrimStart(Separators) is { IsEmpty: false } rest)
        {
            var isSubject = rest[0] is '(' or '"';
            var end = isSubject ? EndOfSubject(rest) : rest.IndexOfAny(Separators);
            var word = end < 0 ? rest : rest[..end];
            if (!isSubject && Of(word.Trim("<>.")) is { } prerequisite)
                found.Add(prerequisite);
            value = rest[word.Length..];
        }
    }

    /// <summary>The Message-ID in the path of an address, in angle brackets; null if there is none.</summary>
    public static string? MessageIdIn(Uri address) =>
        Array
            .ConvertAll(address.Segments, segment => Uri.UnescapeDataString(segment.TrimEnd('/')))
            .FirstOrDefault(segment => segment.Contains('@', StringComparison.Ordinal))
            is { } messageId
            // Patchwork escapes slashes twice.
            ? $"<{messageId.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase)}>"
            : null;

    /// <summary>Behind the sign that closes a subject; negative if there is none.</summary>
    private static int EndOfSubject(ReadOnlySpan<char> value)
    {
        var closing =
            value.StartsWith("(\"") ? "\")"
            : value[0] == '(' ? ")"
            : "\"";
        return value[1..].IndexOf(closing) is >= 0 and var at ? 1 + at + closing.Length : -1;
    }

    private static Prerequisite? Of(ReadOnlySpan<char> word)
    {
        if (word.Length > Longest)
            return null;
        if (word.Contains("://", StringComparison.Ordinal))
            return OfAddress(word.ToString());
        if (word.IndexOf('@') is > 0 and var at && at < word.Length - 1 && !word.Contains('"'))
            return new Prerequisite(Prerequisite.MessageId, $"<{word}>");
        // DPDK's "series-123" and "patch-123".
        if (NumberAfter(word, "series-") is { } series)
            return new Prerequisite(Prerequisite.Series, series);
        if (NumberAfter(word, "patch-") is { } patch)
            return new Prerequisite(Prerequisite.Patch, patch);
        return IsOfGerrit(word) ? new Prerequisite(Prerequisite.ChangeId, word.ToString()) : null;
    }

    private static Prerequisite? OfAddress(string address)
    {
        if (!UriText.TryRead(address, out var uri))
            return null;
        var path = uri.AbsolutePath;
        var isOfSeries = uri.Query.Contains("series=", StringComparison.Ordinal);
        // A patch's mbox may ask for those before it, as in /patch/…/mbox/?series=12.
        if (Has("/patch/") || (Has("/patches/") && !isOfSeries))
            return new Prerequisite(Prerequisite.Patch, address);
        if (Has("/series/") || isOfSeries)
            return new Prerequisite(Prerequisite.Series, address);
        // The archives of lists have a mail by its Message-ID: https://lore.kernel.org/all/x@y/T/
        return MessageIdIn(uri) is { } messageId
            ? new Prerequisite(Prerequisite.MessageId, messageId)
            : new Prerequisite(Prerequisite.Url, address);

        bool Has(string part) => path.Contains(part, StringComparison.Ordinal);
    }

    private static string? NumberAfter(ReadOnlySpan<char> word, string name) =>
        word.StartsWith(name, StringComparison.OrdinalIgnoreCase)
        && word[name.Length..] is { Length: > 0 } number
        && number.IndexOfAnyExceptInRange('0', '9') < 0
            ? number.ToString()
            : null;

    private static bool IsOfGerrit(ReadOnlySpan<char> word) =>
        word is ['I', .. { Length: 40 } digits] && digits.IndexOfAnyExcept("0123456789abcdef") < 0;
}
