using System.Text.RegularExpressions;

namespace Hookwork.Mail.Diffs;

/// <summary>Reads file names from the header lines of a diff.</summary>
internal static partial class DiffNames
{
    public const string None = "/dev/null";

    // The prefixes of git diff by default, with diff.mnemonicPrefix, and with -R.
    private static readonly string[] Prefixes =
    [
        "ab",
        "ba",
        "iw",
        "wi",
        "ci",
        "ic",
        "cw",
        "wc",
        "ow",
        "wo",
        "12",
        "21",
    ];

    /// <summary>
    /// The two names of a line <c>diff --git</c>, prefixes included; null if the end of the first one is ambiguous (two
    /// different names with spaces, which git repeats in a line <c>rename</c> or <c>---</c>).
    /// </summary>
    public static (string Old, string New)? OfGit(ReadOnlySpan<char> names)
    {
        names = names.Trim();
        if (names.StartsWith('"'))
        {
            if (!QuotedName.TryRead(names, out var old, out var length))
                return null;
            return OfFile(names[length..].TrimStart()) is { Length: > 0 } @new ? (old, @new) : null;
        }
        if (names.IndexOf(" \"") is > 0 and var quote)
            return QuotedName.TryRead(names[(quote + 1)..], out var @new, out _)
                ? (names[..quote].ToString(), @new)
                : null;

        var middle = names.Length / 2;
        if (names.Length % 2 == 1 && names[middle] == ' ' && AreAlike(names[..middle], names[(middle + 1)..]))
            return (names[..middle].ToString(), names[(middle + 1)..].ToString());
        var space = names.IndexOf(' ');
        if (space > 0 && space != names.LastIndexOf(' '))
            space = names.IndexOf(" b/");
        return space > 0 ? (names[..space].ToString(), names[(space + 1)..].ToString()) : null;
    }

    /// <summary>The name of a line <c>rename from</c> and the like.</summary>
    public static string OfHeader(string value) =>
        value.StartsWith('"') && QuotedName.TryRead(value, out var name, out _) ? name : value;

    /// <summary>
    /// The name of a line <c>---</c> or <c>+++</c>, without the date that may follow it; empty if there is none.
    /// </summary>
    public static string OfFile(ReadOnlySpan<char> line)
    {
        if (line.StartsWith('"') && QuotedName.TryRead(line, out var name, out _))
            return name;
        if (line.IndexOf('\t') is >= 0 and var tab)
            return line[..tab].TrimEnd().ToString();
        foreach (var end in AfterName().EnumerateMatches(line))
            return line[..end.Index].TrimEnd().ToString();
        return line.TrimEnd().ToString();
    }

    /// <summary>Whether both names have a prefix that is not part of them, such as <c>a/</c> and <c>b/</c>.</summary>
    public static bool HavePrefixes(string old, string @new) =>
        old is [_, '/', _, ..]
        && @new is [_, '/', _, ..]
        && Prefixes.AsSpan().IndexOf(string.Concat([old[0]], [@new[0]])) >= 0;

    /// <summary>Removes prefixes that are not part of the names.</summary>
    /// <param name="old">The name before, <see cref="None"/> for none.</param>
    /// <param name="new">The name after, <see cref="None"/> for none.</param>
    /// <param name="prefixed">Whether a line <c>diff --git</c> showed prefixes; null if there was none.</param>
    public static (string Old, string New) WithoutPrefixes(string old, string @new, bool? prefixed)
    {
        if (old == None || @new == None)
        {
            return (
                old != None && (prefixed ?? old.StartsWith("a/", StringComparison.Ordinal)) ? Behind(old) : old,
                @new != None && (prefixed ?? @new.StartsWith("b/", StringComparison.Ordinal)) ? Behind(@new) : @new
            );
        }
        if (HavePrefixes(old, @new))
            return (old[2..], @new[2..]);
        // Sibling trees (linux.orig/x and linux/x), and backups (x.orig and x).
        if (
            !string.Equals(old, @new, StringComparison.Ordinal)
            && Behind(old) is var name
            && name != old
            && name == Behind(@new)
        )
            return (name, name);
        if (
            old.Length > @new.Length
            && old.StartsWith(@new, StringComparison.Ordinal)
            && old[@new.Length..] is ".orig" or ".old" or ".bak" or "~"
        )
            return (@new, @new);
        return (old, @new);
    }

    private static string Behind(string name) =>
        name.IndexOf('/') is >= 0 and var slash && slash < name.Length - 1 ? name[(slash + 1)..] : name;

    private static bool AreAlike(ReadOnlySpan<char> old, ReadOnlySpan<char> @new)
    {
        var slash = old.IndexOf('/') + 1;
        return old[slash..].SequenceEqual(@new[Math.Min(slash, @new.Length)..])
            && (slash == 0 || @new[slash - 1] == '/');
    }

    // What Subversion, diff, CVS and Mercurial write after a name, where a mail program changed the tab to spaces.
    [GeneratedRegex(
        @"(?<=\S) +(?:\((?:revision \d|working copy\)|nonexistent\)|\.\.\./)|\d{4}-\d\d-\d\d \d\d:"
            + @"|\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:|[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:)",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex AfterName();
}
