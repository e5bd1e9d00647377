using Hookwork.Mail.Diffs;

namespace Hookwork.Tests.Mail;

/// <summary>Hunks: their lines, and where they end.</summary>
public sealed class HunkTests
{
    [Theory]
    // Without the space of an empty context line, or the one before a tab.
    [InlineData("@@ -1,3 +1,3 @@\n a\n\n-b\n+c\n", " a\n \n-b\n+c", true)]
    [InlineData("@@ -1,2 +1,2 @@\n\ta\n-b\n+c\n", " \ta\n-b\n+c", true)]
    // A blank line that only one side has room for is none of the hunk's.
    [InlineData("@@ -1,2 +1 @@\n a\n\n-b\n", " a\n-b", true)]
    [InlineData("@@ -1 +1,2 @@\n a\n\n+b\n", " a\n+b", true)]
    [InlineData("@@ -1,2 +1 @@\n a\n\tw\n-b\n", " a\n-b", true)]
    [InlineData("@@ -1 +1,2 @@\n a\n\tw\n+b\n", " a\n+b", true)]
    // Truncated.
    [InlineData("@@ -1,3 +1,3 @@\n a\n-b\n", " a\n-b", false)]
    [InlineData("@@ -1,3 +1,3 @@\n a\n-b\n+", " a\n-b\n+", false)]
    [InlineData("@@ -1,3 +1,3 @@", "", false)]
    // With a wrapped long line.
    [InlineData("@@ -1,2 +1,2 @@\n a long\nline\n-b\n+c\n", " a long\n-b\n+c", true)]
    // With text before the hunk's end.
    [InlineData("@@ -1,9 +1,9 @@\n a\n-b\n+c\nRegards\nme\n", " a\n-b\n+c", false)]
    [InlineData("@@ -1,9 +1,9 @@\n a\nRegards\n-- \nme\n", " a", false)]
    [InlineData("@@ -1,9 +1,9 @@\n a\nRegards\n--\nme\n", " a", false)]
    [InlineData("@@ -1,9 +1,9 @@\n a\nRegards\n-- \r\nme\n", " a", false)]
    [InlineData("@@@ -1,2 -1,2 +1,2 @@@\n  a\nRegards\nme\n", " a", false)]
    // Lines beyond the hunk's counts are not part of it.
    [InlineData("@@ -1 +1 @@\n-a\n+b\n+c\n", "-a\n+b", true)]
    [InlineData("@@ -1,2 +1 @@\n-a\n+b\n+c\n+d\n-e\n", "-a\n+b\n+c\n+d\n-e", false)]
    public void Reads_a_damaged_hunk_as_far_as_it_goes(string hunk, string lines, bool isWhole)
    {
        var read = Assert.Single(Assert.Single(Diff.Parse("--- a/x\n+++ b/x\n" + hunk)).Hunks);

        Assert.Equal(lines, string.Join('\n', read.Lines));
        Assert.Equal(isWhole, read.IsWhole);
    }

    [Theory]
    [InlineData("@@ -1,9 +1,9 @@\n a\n--- a/y\n+++ b/y\n@@ -1 +1 @@\n-a\n+b\n")]
    [InlineData("@@ -1,9 +1,9 @@\n a\ndiff --git a/y b/y\n--- a/y\n+++ b/y\n@@ -1 +1 @@\n-a\n+b\n")]
    [InlineData("@@ -1,9 +1,9 @@\n a\n\nIndex: y\n====\n--- a/y\n+++ b/y\n@@ -1 +1 @@\n-a\n+b\n")]
    [InlineData("@@ -1,3 +1 @@\n--- a/y\n+++ b/y\n@@ -1 +1 @@\n-a\n+b\n")]
    [InlineData("@@ -1 +1,3 @@\n--- a/y\n+++ b/y\n@@ -1 +1 @@\n-a\n+b\n")]
    public void A_cut_off_hunk_does_not_take_the_next_file(string hunk) =>
        Assert.Equal(["x", "y"], Diff.Parse("--- a/x\n+++ b/x\n" + hunk).Select(file => file.Name));

    [Theory]
    // The counts have room for them.
    [InlineData("@@ -1 +1 @@\n--- y\n+++ y\n@@ -9 +9 @@\n-c\n+d\n", "--- y|+++ y")]
    // What follows is no line "+++".
    [InlineData("@@ -1,3 +1 @@\n--- y\n-b\n@@ -9 +9 @@\n-c\n+d\n", "--- y|-b")]
    public void A_hunk_has_lines_that_look_like_the_next_file(string hunks, string lines)
    {
        var file = Assert.Single(Diff.Parse("--- a/x\n+++ b/x\n" + hunks));

        Assert.Equal([lines, "-c|+d"], file.Hunks.Select(hunk => string.Join('|', hunk.Lines)));
    }

    [Theory]
    [InlineData("@@ -1 +1 @@ int f(void) @@", "int f(void) @@")]
    [InlineData("@@ -1 +1 @@int f(void)  \r", "int f(void)")]
    [InlineData("@@ -1 +1 @@", "")]
    public void Reads_the_section_of_a_hunk(string header, string section) =>
        Assert.Equal(section, Diff.Parse($"--- a/x\n+++ b/x\n{header}\n-a\n+b\n")[0].Hunks[0].Section);

    [Theory]
    [InlineData("@@ -1 +1")]
    [InlineData("@@ -1 +1 @")]
    [InlineData("@@ 1 1 @@")]
    [InlineData("@@ -a +b @@")]
    [InlineData("@@ -99999999999 +1 @@")]
    [InlineData("@@ -1,-1 +1 @@")]
    [InlineData("@@@ -1 +1 @@@")]
    [InlineData("@ -1 +1 @")]
    [InlineData("@@")]
    public void Other_lines_are_no_hunk_header(string header) =>
        Assert.Empty(Diff.Parse($"--- a/x\n+++ b/x\n{header}\n-a\n+b\n"));
}
