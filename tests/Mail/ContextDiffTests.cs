using Hookwork.Mail.Diffs;

namespace Hookwork.Tests.Mail;

/// <summary>Diffs of diff -c.</summary>
public sealed class ContextDiffTests
{
    [Theory]
    [InlineData(
        "*** a/x.c\t2026\n--- b/x.c\t2026\n***************\n*** 1,3 ****\n  a\n! b\n  d\n--- 1,4 ----\n  a\n! c\n! C\n  d\n",
        "Modified x.c -> x.c -1+2",
        " a|-b|+c|+C| d"
    )]
    // A side without changes is left out.
    [InlineData(
        "*** x.c.orig\n--- x.c\n***************\n*** 1,2 ****\n--- 1,3 ----\n  a\n+ b\n  c\n",
        "Modified x.c -> x.c -0+1",
        " a|+b| c"
    )]
    [InlineData(
        "*** x.c 2026-01-01 00:00:00\n--- x.c 2026-01-02 00:00:00\n*************** int f(void)\n*** 1,3 ****\n  a\n- b\n  c\n--- 1,2 ----\n",
        "Modified x.c -> x.c -1+0",
        " a|-b| c"
    )]
    [InlineData("*** /dev/null\n--- b/x.c\n***************\n*** 0 ****\n--- 1 ----\n+ a\n", "Added  -> x.c -0+1", "+a")]
    [InlineData(
        "Index: x.c\n====\n*** x.c    (revision 1)\n--- x.c    (working copy)\n***************\n*** 1 ****\n! a\n\\ No newline at end of file\n--- 1 ----\n! b\n",
        "Modified x.c -> x.c -1+1",
        "-a|+b"
    )]
    // Two hunks; a mail program removed the spaces of an empty line.
    [InlineData(
        "diff -c x y\n*** x\n--- x\n***************\n*** 1,2 ****\n! a\n\n--- 1,2 ----\n! b\n\n***************\n*** 9 ****\n! - c\n--- 9 ----\n! + d\n-- \n2.43\n",
        "Modified x -> x -2+2",
        "-a|+b| |-- c|++ d"
    )]
    [InlineData("*** a\n--- b\n*** c\n***************\n", "", "")]
    [InlineData("*** a\n--- b\n***************\nand more\n", "", "")]
    [InlineData("*** a\n--- b\n***************\n*** 1,9 ****\n  a\n", "", "")]
    public void Reads_a_context_diff(string diff, string expected, string lines)
    {
        Assert.Equal(expected, DiffDescription.Of("Tidy.\n---\n" + diff));
        Assert.Equal(
            lines,
            string.Join('|', Diff.Parse(diff).SelectMany(file => file.Hunks).SelectMany(hunk => hunk.Lines))
        );
        Assert.All(Diff.Parse(diff).SelectMany(file => file.Hunks), hunk => Assert.True(hunk.IsWhole));
    }

    [Fact]
    public void Says_where_a_hunk_of_a_context_diff_is()
    {
        const string Hunk =
            "*** a\n--- b\n***************\n*** 3,4 ****\n  a\n! b\n\\ No newline\n--- 5,7 ----\n  a\n! c\n! d\n";

        var hunk = Assert.Single(Diff.Parse(Hunk)[0].Hunks);

        Assert.Equal((3, 2, 5, 3), (hunk.OldStart, hunk.OldCount, hunk.NewStart, hunk.NewCount));
        Assert.Equal([false, true, false, false], hunk.Lines.Select(line => line.EndsFile));
        Assert.False(Assert.Single(Diff.Parse(Hunk.Replace("3,4", "3,5", StringComparison.Ordinal))[0].Hunks).IsWhole);
    }
}
