using FsCheck;
using FsCheck.Fluent;
using Hookwork.Mail.Diffs;

namespace Hookwork.Tests.Mail;

/// <summary>Random texts that look like mails, and random diffs.</summary>
internal static class AnyMail
{
    private static readonly string[] Pieces =
    [
        "diff --git a/x b/x",
        "diff --git \"a/\\303\\251\" b/y z",
        "diff --cc x",
        "diff --git ",
        "diff -u x y",
        "Index: x",
        "=====",
        "--- a/x",
        "+++ b/x",
        "--- ",
        "+++ ",
        "@@ -1 +1 @@",
        "@@ -1,3 +1,4 @@ f()",
        "@@@ -1,2 -1,2 +1,3 @@@",
        "@@ -1,99999999 +1,99999999 @@",
        "@@",
        "+added",
        "-removed",
        " context",
        "++",
        "--",
        "-- ",
        "---",
        "\\ No newline at end of file",
        "index 1234567..89abcde 100644",
        "index ..",
        "index a..b c",
        "old mode 100644",
        "new mode 100755",
        "new file mode 100644",
        "deleted file mode 1",
        "rename from \"x",
        "rename to y",
        "copy from",
        "similarity index 100%",
        "similarity index -1%",
        "mode 1,2..3",
        "GIT binary patch",
        "literal 5",
        "delta",
        "zcmV+{0n`3N",
        "Binary files a/x and b/x differ",
        "Binary files /dev/null and b/x differ",
        "Binary files differ",
        "> quoted",
        ">",
        "On Mon, A wrote:",
        "A <a@b.example> writes:",
        "-----Original Message-----",
        "*** a/x",
        "***************",
        "*** 1,3 ****",
        "--- 1,3 ----",
        "! changed",
        "Cannot display: file marked as a binary type",
        "Binary file x has changed",
        "Reviewed-by: A <a@b.example>",
        "  Reviewed-by: A <a@b.example>",
        "Reviewed-by:",
        "Fixes: 0123456789",
        " folded",
        "\t",
        "<a@b.example>",
        "Cc: a@b",
        "Change-Id: I",
        "x:",
        ":",
        "The following changes since commit 0123456789:",
        "are available in the Git repository at:",
        "are available in the git repository",
        "at:",
        "  https://e.org/x.git tags/y \\",
        "for you to fetch changes up to 0123456789:",
        "base-commit: 0123456789",
        "change-id: 2-x",
        "change-id:  ",
        "Based-on: <a@b>",
        "Based-on: <",
        "Depends-on: https://x.example/patch/",
        "X-Depends-on: series-",
        "prerequisite-patch-id: 0",
        "[PATCH v2 3/7] x",
        "[PATCH 1 of",
        "Re:",
        "[",
        "]",
        "(v",
        "(v2)",
        "\"",
        "\\",
        "é",
        "\ud800",
        "\0",
        "",
    ];

    private static readonly Gen<string> Junk = Gen.Choose(0, 300)
        .Select(code => ((char)code).ToString())
        .ArrayOf()
        .Select(string.Concat);

    private static readonly Gen<string> LineEnd = Gen.Frequency(
        (8, Gen.Constant("\n")),
        (1, Gen.Constant("\r\n")),
        (1, Gen.Elements("", "\r", " ", "\n\n"))
    );

    /// <summary>Any text, often with lines that are significant to mail parsers.</summary>
    public static Gen<string> Text { get; } =
        Gen.Frequency(
            (
                4,
                (
                    from piece in Gen.Frequency((8, Gen.Elements(Pieces)), (1, Junk))
                    from end in LineEnd
                    select piece + end
                )
                    .ArrayOf()
                    .Select(string.Concat)
            ),
            (1, Gen.Elements(Pieces).ArrayOf().Select(string.Concat)),
            (1, Junk)
        );

    /// <summary>
    /// A damaged diff of the recording: truncated, or with lost, doubled, swapped or corrupted lines.
    /// </summary>
    public static Gen<string> DamagedDiff { get; } =
        from diff in Gen.Elements<string>([.. RecordedDiffTests.Diffs.Where(diff => diff.Length < 20_000)])
        from damages in Gen.Choose(0, int.MaxValue).ArrayOf()
        select damages.Aggregate(diff, Damage);

    /// <summary>A parsed diff with arbitrary names, all kinds of changes, and hunks with correct counts.</summary>
    public static Gen<DiffFile[]> Diff { get; } = File().ArrayOf();

    private static Gen<DiffFile> File()
    {
        var characters = Gen.Elements("a", "b", "/x", ".c", " ", "\"", "\\", "\t", "é", "文", "1", "-", "\u0001");
        var names = characters.ArrayOf().Select(parts => "n" + string.Concat(parts) + "n");
        var line =
            from kind in Gen.Elements(Enum.GetValues<DiffLineKind>())
            from text in Gen.Frequency(
                (3, Gen.Elements("- x", "++ x", "@@ -1 +1 @@", "diff --git a/x b/x", "", "\ttab", "\\", "end\r")),
                (1, Junk)
            )
            select new DiffLine(kind, text.Replace('\n', ' ').AsMemory());
        var hunk =
            from start in Gen.Choose(1, 1000)
            from lines in line.NonEmptyListOf()
            from section in Gen.Elements("", "f(void)", "@@ x")
            from ends in Gen.Elements(true, false)
            select Hunk(start, [.. lines], section, ends);
        return from change in Gen.Elements(Enum.GetValues<FileChange>())
            from old in names
            from @new in names
            from binary in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
            from hunks in hunk.ArrayOf()
            select Of(change, old, @new, binary, hunks);
    }

    private static Hunk Hunk(int start, DiffLine[] lines, string section, bool endsFile)
    {
        if (endsFile)
            lines[^1] = lines[^1] with { EndsFile = true };
        return new Hunk
        {
            OldStart = start,
            OldCount = lines.Count(line => line.Kind != DiffLineKind.Added),
            NewStart = start,
            NewCount = lines.Count(line => line.Kind != DiffLineKind.Removed),
            Section = section,
            Lines = lines,
            IsWhole = true,
        };
    }

    private static DiffFile Of(FileChange change, string old, string @new, bool binary, Hunk[] hunks)
    {
        var isNamed = change is FileChange.Renamed or FileChange.Copied;
        var hasContent = change != FileChange.Mode;
        return new DiffFile
        {
            OldName = change == FileChange.Added ? null : old,
            NewName =
                change == FileChange.Deleted ? null
                : isNamed ? @new
                : old,
            Change = change,
            IsBinary = binary && hasContent,
            OldMode = change == FileChange.Added ? null : "100644",
            NewMode =
                change == FileChange.Deleted ? null
                : hasContent ? "100644"
                : "100755",
            OldBlob = hasContent && change != FileChange.Added ? "1234567" : null,
            NewBlob = hasContent && change != FileChange.Deleted ? "89abcde" : null,
            Similarity = isNamed ? 90 : null,
            Hunks = binary || !hasContent ? [] : hunks,
        };
    }

    private static string Damage(string diff, int damage)
    {
        if (diff.Length == 0)
            return diff;
        var at = damage / 8 % diff.Length;
        var start = diff.LastIndexOf('\n', at) + 1;
        var end = diff.IndexOf('\n', at) is >= 0 and var next ? next + 1 : diff.Length;
        start = Math.Min(start, end);
        return (damage % 8) switch
        {
            0 => diff[..at],
            1 => diff[at..],
            2 => diff.Remove(start, end - start),
            3 => diff.Insert(start, diff[start..end]),
            4 => diff.Insert(at, "\n"),
            5 => diff.Remove(at, 1),
            6 => diff.Remove(at, 1).Insert(at, ((char)(damage / 64 % 300)).ToString()),
            _ => diff[end..] + diff[..end],
        };
    }
}
