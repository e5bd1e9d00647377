namespace Hookwork.Mail.Diffs;

/// <summary>Reads diffs.</summary>
public static class Diff
{
    /// <summary>
    /// The files of a diff, in its order. Reads diffs of git (git-diff(1), "Generating patch text with -p", and
    /// "Combined diff format"), of Subversion and of Mercurial, and plain unified diffs. Other text around them, such
    /// as a commit message or a signature, is skipped, and so is what cannot be read. Quoted diffs, with a <c>&gt;</c>
    /// in front, are not found.
    /// </summary>
    /// <param name="diff">The text; null has no files.</param>
    public static IReadOnlyList<DiffFile> Parse(string? diff) =>
        string.IsNullOrEmpty(diff) ? [] : DiffReader.Read(diff).Files;

    /// <summary>
    /// The text of a mail. If a whole patch is attached to a mail, Patchwork leaves its message in the diff. It also
    /// leaves what follows a binary patch, such as its base.
    /// </summary>
    /// <param name="content">Its text, as Patchwork's <c>content</c> has it.</param>
    /// <param name="diff">Its diff, as Patchwork's <c>diff</c> has it.</param>
    public static string TextOf(string content, string diff) => TextOf(content, DiffReader.Read(diff));

    /// <summary>Whether a diff begins as those do that Patchwork takes from the text of a mail: with a file.</summary>
    public static bool BeginsWithFile(ReadOnlySpan<char> diff) =>
        diff.StartsWith("diff ") || diff.StartsWith("--- ") || diff.StartsWith("Index: ");

    internal static string TextOf(string content, DiffReader diff)
    {
        if (diff.Files.Count == 0)
            return content;
        // git's signature has one line.
        var rest = "\n" + diff.Rest.TrimEnd();
        if (rest.LastIndexOf("\n-- \n", StringComparison.Ordinal) is >= 0 and var at && rest.IndexOf('\n', at + 5) < 0)
            rest = rest[..at];
        return string.IsNullOrWhiteSpace(rest) ? content : $"{content}\n{rest}".Trim('\n');
    }
}
