namespace Hookwork.Mail.Diffs;

/// <summary>Reads diffs.</summary>
public static class Diff
{
    /// <summary>
    /// The files of a diff, in its order. Reads what git writes (git-diff(1), "Generating patch text with -p", and
    /// "Combined diff format"), plain unified diffs, and those of Subversion and Mercurial; finds them among other
    /// text, such as a commit message before them and a signature after; skips what it cannot read. Quoted diffs, with
    /// a <c>&gt;</c> in front, are not found.
    /// </summary>
    /// <param name="diff">The text; null has no files.</param>
    public static IReadOnlyList<DiffFile> Parse(string? diff) =>
        string.IsNullOrEmpty(diff) ? [] : DiffReader.Read(diff).Files;
}
