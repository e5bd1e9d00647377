using System.Buffers;
using System.Collections.Frozen;

namespace Hookwork.Mail;

/// <summary>Known trailer names: their usual spelling, and the values that distinguish them from prose.</summary>
internal static class TrailerNames
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    // Names that make a trailer on any line, and the shape that their value must have.
    private static readonly FrozenDictionary<string, Shape> Usual = new Dictionary<string, Shape>(
        StringComparer.OrdinalIgnoreCase
    )
    {
        ["Signed-off-by"] = Shape.Any,
        ["Reviewed-by"] = Shape.Any,
        ["Acked-by"] = Shape.Any,
        ["Nacked-by"] = Shape.Any,
        ["Tested-by"] = Shape.Any,
        ["Reported-by"] = Shape.Any,
        ["Suggested-by"] = Shape.Any,
        ["Co-developed-by"] = Shape.Any,
        ["Co-authored-by"] = Shape.Any,
        ["Reported-and-tested-by"] = Shape.Any,
        ["Reviewed-and-tested-by"] = Shape.Any,
        ["Tested-and-reviewed-by"] = Shape.Any,
        ["Acked-and-tested-by"] = Shape.Any,
        ["Tested-and-acked-by"] = Shape.Any,
        ["Assisted-by"] = Shape.Any,
        ["Fixes"] = Shape.Commit,
        ["Link"] = Shape.Address,
        ["Closes"] = Shape.Address,
        ["Resolves"] = Shape.Address,
        ["BugLink"] = Shape.Address,
        ["References"] = Shape.Address,
        ["Cc"] = Shape.Mail,
        ["Message-Id"] = Shape.Mail,
        ["Based-on"] = Shape.Mail,
        ["Supersedes"] = Shape.Mail,
        ["Depends-on"] = Shape.Address,
        ["Change-Id"] = Shape.Gerrit,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Spellings = Usual.Keys.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // Lines of a mail that look like trailers: headers repeated in the body, git format-patch's and b4's own lines, and
    // prose.
    private static readonly FrozenSet<string> Never = new[]
    {
        "From",
        "Date",
        "Subject",
        "To",
        "Sent",
        "Reply-To",
        "In-Reply-To",
        "base-commit",
        "base-tree",
        "prerequisite-patch-id",
        "prerequisite-change-id",
        "prerequisite-message-id",
        "Note",
        "Notes",
        "NB",
        "PS",
        "TODO",
        "FIXME",
        "XXX",
        "Warning",
        "Example",
        "Changes",
        "Changelog",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Headers = new[] { "From", "Date", "Subject", "To", "Sent" }.ToFrozenSet(
        StringComparer.OrdinalIgnoreCase
    );

    private enum Shape
    {
        Any,
        Commit,
        Address,
        Mail,
        Gerrit,
    }

    /// <summary>Whether a paragraph that starts with it is a block of mail headers.</summary>
    public static bool IsHeader(string name) => Headers.Contains(name);

    /// <summary>Whether it can be a trailer in a block of trailers.</summary>
    public static bool IsPossible(string name, ReadOnlySpan<char> value) =>
        !Never.Contains(name)
        && !value.StartsWith("//")
        && !(name[0] is 'v' or 'V' && name.Length > 1 && name.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0)
        && (!name.Equals("Change-Id", StringComparison.OrdinalIgnoreCase) || Fits(Shape.Gerrit, value));

    /// <summary>Whether name and value make a trailer on any line.</summary>
    public static bool IsTrailer(string name, ReadOnlySpan<char> value)
    {
        if (!IsPossible(name, value))
            return false;
        return Usual.TryGetValue(name, out var shape) ? Fits(shape, value) : IsBy(name) && value.Contains('@');
    }

    /// <summary>
    /// The usual spelling: <c>Reviewed-by</c> for <c>REVIEWED-BY</c>. Unknown names are returned unchanged.
    /// </summary>
    public static string Spell(string name) => Spellings.TryGetValue(name, out var usual) ? usual : name;

    /// <summary>Whether it names what a person did, such as <c>Reviewed-by</c>.</summary>
    public static bool IsBy(string name) => name.EndsWith("-by", StringComparison.OrdinalIgnoreCase);

    private static bool Fits(Shape shape, ReadOnlySpan<char> value) =>
        shape switch
        {
            Shape.Any => true,
            Shape.Commit => IsCommit(value),
            Shape.Address => value.Contains("://", StringComparison.Ordinal) || value.StartsWith('#') || IsMail(value),
            Shape.Mail => IsMail(value),
            _ => value.StartsWith('I') && HexDigitsAt(value[1..]) >= 8,
        };

    private static bool IsMail(ReadOnlySpan<char> value) =>
        value.IndexOf('@') is > 0 and var at && at < value.Length - 1;

    // A commit id, or what projects write instead: an address, a bug's number, a CVE, a Coverity defect.
    private static bool IsCommit(ReadOnlySpan<char> value) =>
        HexDigitsAt(value) >= 6
        || value.StartsWith('#')
        || value.Contains("://", StringComparison.Ordinal)
        || value.StartsWith("commit ", StringComparison.OrdinalIgnoreCase)
        || value.StartsWith("CVE-", StringComparison.OrdinalIgnoreCase)
        || value.StartsWith("CID ", StringComparison.OrdinalIgnoreCase)
        || value.StartsWith("Coverity", StringComparison.OrdinalIgnoreCase);

    private static int HexDigitsAt(ReadOnlySpan<char> value)
    {
        var digits = value.IndexOfAnyExcept(HexDigits);
        return digits < 0 ? value.Length : digits;
    }
}
