using System.Globalization;
using FsCheck.Fluent;
using Hookwork.Mail.Diffs;

namespace Hookwork.Tests.Mail;

public sealed class PatchIdTests
{
    private const string Ring = """
        diff --git a/ring.c b/ring.c
        index 1234567..89abcde 100644
        --- a/ring.c
        +++ b/ring.c
        @@ -1,3 +1,3 @@ int ring(void)
         a
        -b
        +c
         d

        """;

    private const string Bell = """
        diff --git a/bell.c b/bell.c
        new file mode 100644
        index 0000000..89abcde
        --- /dev/null
        +++ b/bell.c
        @@ -0,0 +1 @@
        +e
        \ No newline at end of file

        """;

    [ClientFact("git")]
    public Task Every_recorded_diff_has_the_patch_id_of_git() => AgreesWithGitAsync([.. RecordedDiffTests.Diffs]);

    [ClientFact("git")]
    public Task Generated_and_damaged_diffs_have_the_patch_id_of_git()
    {
        var generated = AnyMail.Diff.Where(files => files.Length > 0).Select(DiffPrinter.Print);
        // git hashes memory that it never wrote for a binary file without a line "index".
        var damaged = AnyMail.DamagedDiff.Where(diff => !diff.Contains("inary", StringComparison.Ordinal));
        return AgreesWithGitAsync([
            .. Gen.OneOf(generated, damaged)
                // git reads C strings.
                .Where(diff => !diff.Contains('\0', StringComparison.Ordinal))
                .Sample(500),
        ]);
    }

    [ClientFact("git")]
    public Task Odd_patches_have_the_patch_id_of_git() =>
        AgreesWithGitAsync([
            Ring + Bell,
            Ring.Replace("\n", "\r\n", StringComparison.Ordinal),
            "Tidy the ring.\n---\n ring.c | 2 +-\n\n" + Ring + "-- \n2.43.0\n",
            "diff --git a/x b/y\nsimilarity index 100%\nrename from x\nrename to y\n",
            "diff --git a/x b/x\nold mode 100644\nnew mode 100755\n" + Ring,
            "diff --git a/x b/x\nindex 1234567..89abcde 100644\nBinary files a/x and b/x differ\n" + Ring + Bell,
            "diff --git a/x b/x\nindex 1234567..89abcde\nGIT binary patch\nliteral 1\nzzz\n\n",
            "diff --git a/x b/x\nindex 1..2 100644\nBinary files a/x and b/x differ\n"
                + "diff --git a/y b/y\nindex 3..4 100644\nBinary files a/y and b/y differ\n",
            "diff --cc x\nindex 1,2..3\n--- a/x\n+++ b/x\n@@@ -1,1 -1,1 +1,1 @@@\n- a\n -b\n++c\n",
            "diff -u x y\n--- x\n+++ y\n@@ -1 +1 @@\n-a\n+b\n@@ -9,2 +9 @@\n-c\n d\n",
            Ring[..^4],
            Ring + "\n" + Bell,
            Ring + Ring,
            "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,9\n a\n",
            "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,2 +3,99999999999999999999 @@\n a\n",
        ]);

    [Fact]
    public void The_same_change_elsewhere_has_the_same_id()
    {
        var id = PatchId.Of(Ring + Bell);

        Assert.Matches("^[0-9a-f]{40}$", id);
        Assert.Equal(id, PatchId.Of(Bell + Ring));
        Assert.Equal(id, PatchId.Of("Text\n\n" + Ring.Replace("@@ -1,3 +1,3 @@", "@@ -7,3 +8,3 @@ x") + Bell));
        Assert.Equal(id, PatchId.Of(Ring.Replace("+c", "+ \tc ", StringComparison.Ordinal) + Bell));
        Assert.NotEqual(id, PatchId.Of(Ring));
        Assert.NotEqual(id, PatchId.Of(Ring.Replace("+c", "+C", StringComparison.Ordinal) + Bell));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("no diff\n")]
    [InlineData("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n")]
    [InlineData("> diff --git a/x b/x\n")]
    public void A_text_without_a_line_diff_has_none(string? text) => Assert.Null(PatchId.Of(text));

    // One process for all: git prints a line for each patch, with the commit before it.
    private static async Task AgreesWithGitAsync(IReadOnlyList<string> diffs)
    {
        var log = string.Concat(diffs.Select((diff, index) => $"commit {Commit(index)}\n{diff}\n"));
        var printed = await Git.RunAsync(log, "patch-id", "--stable");

        var ids = printed
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' '))
            // What follows the end of a patch is another one.
            .DistinctBy(words => words[1])
            .ToDictionary(words => words[1], words => words[0]);
        for (var index = 0; index < diffs.Count; index++)
            Assert.Equal(
                (diffs[index], ids.GetValueOrDefault(Commit(index))),
                (diffs[index], PatchId.Of(diffs[index]))
            );
    }

    private static string Commit(int index) => (index + 1).ToString("x40", CultureInfo.InvariantCulture);
}
