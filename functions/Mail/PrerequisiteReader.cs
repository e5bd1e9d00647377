namespace Hookwork.Mail;

/// <summary>Reads the value of <c>Depends-on:</c> and the like: one or several names of mails, patches or series.</summary>
internal static class PrerequisiteReader
{
    /// <summary>
    /// The names, separated by spaces or commas, up to a subject in quotes or parentheses. Other words are skipped.
    /// </summary>
    public static void Read(ReadOnlySpan<char> value, List<Prerequisite> found)
    {
        foreach (var range in value.SplitAny(" \t,;"))
        {
            var word = value[range];
            if (word is ['(' or '"', ..])
                return;
            if (Of(word.Trim("<>.")) is { } prerequisite)
                found.Add(prerequisite);
        }
    }

    private static Prerequisite? Of(ReadOnlySpan<char> word)
    {
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
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri))
            return null;
        var path = uri.AbsolutePath;
        if (Has("/patch/") || Has("/patches/"))
            return new Prerequisite(Prerequisite.Patch, address);
        if (Has("/series/") || uri.Query.Contains("series=", StringComparison.Ordinal))
            return new Prerequisite(Prerequisite.Series, address);
        // The archives of lists have a mail by its Message-ID: https://lore.kernel.org/all/x@y/T/
        var mail = Array.Find(uri.Segments, segment => segment.Contains('@', StringComparison.Ordinal));
        return mail is null
            ? new Prerequisite(Prerequisite.Url, address)
            : new Prerequisite(Prerequisite.MessageId, $"<{Uri.UnescapeDataString(mail.TrimEnd('/'))}>");

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
