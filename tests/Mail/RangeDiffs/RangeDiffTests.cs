using FsCheck;
using FsCheck.Fluent;
using Hookwork.Mail.RangeDiffs;

namespace Hookwork.Tests.Mail.RangeDiffs;

public sealed class RangeDiffTests
{
    [Fact]
    public void A_changed_patch_shows_its_changes_with_both_signs()
    {
        var pair = Assert.Single(RangeDiff.Of([Ring("+b")], [Ring("+c")])!.Pairs);

        Assert.Equal((1, 1, RangeMark.Changed, "ring: tidy"), (pair.Old, pair.New, pair.Mark, pair.Subject));
        var hunk = Assert.Single(pair.Hunks);
        Assert.Equal("ring.c: int ring(void)", hunk.Section);
        Assert.Equal(
            ["  first", "  second", "  third", "-+b", "++c", "  last"],
            hunk.Lines.Select(line => line.ToString())
        );
    }

    [Fact]
    public void A_line_feed_in_the_name_of_a_file_ends_no_line()
    {
        var pair = Assert.Single(RangeDiff.Of([Named(Ring("+b"))], [Named(Ring("+c"))])!.Pairs);

        var hunk = Assert.Single(pair.Hunks);
        Assert.Equal(@"ri\nng.c: int ring(void)", hunk.Section);
        Assert.Equal(
            ["  first", "  second", "  third", "-+b", "++c", "  last"],
            hunk.Lines.Select(line => line.ToString())
        );

        static RangePatch Named(RangePatch patch) =>
            patch with
            {
                Author = "A\nB <a@b.example>",
                Diff = patch
                    .Diff.Replace("a/ring.c", @"""a/ri\nng.c""", StringComparison.Ordinal)
                    .Replace("b/ring.c", @"""b/ri\nng.c""", StringComparison.Ordinal),
            };
    }

    [Fact]
    public void Line_numbers_and_blob_ids_do_not_count()
    {
        var moved = Ring("+b") with
        {
            Diff = Ring("+b")
                .Diff.Replace("-1,4 +1,5", "-11,4 +12,5", StringComparison.Ordinal)
                .Replace("1234567", "7654321", StringComparison.Ordinal),
        };

        Assert.Equal(RangeMark.Same, Assert.Single(RangeDiff.Of([Ring("+b")], [moved])!.Pairs).Mark);
    }

    [Fact]
    public void A_reworded_patch_shows_the_changed_message()
    {
        var reworded = Ring("+b") with { Message = "Why it is so.\n\nAcked-by: A <a@b.example>\n" };

        var pair = Assert.Single(RangeDiff.Of([Ring("+b")], [reworded])!.Pairs);

        Assert.Equal(RangeMark.Changed, pair.Mark);
        Assert.Equal("Commit message", Assert.Single(pair.Hunks).Section);
        Assert.Contains(new RangeLine('+', "    Acked-by: A <a@b.example>"), pair.Hunks[0].Lines);
    }

    [Fact]
    public void New_deleted_renamed_and_executable_files_have_their_headings()
    {
        const string Files = """
            diff --git a/new.c b/new.c
            new file mode 100644
            --- /dev/null
            +++ b/new.c
            @@ -0,0 +1 @@
            +a
            \ No newline at end of file
            diff --git a/old.c b/old.c
            deleted file mode 100644
            --- a/old.c
            +++ /dev/null
            @@ -1 +0,0 @@
            -a
            diff --git a/from.c b/to.c
            similarity index 100%
            rename from from.c
            rename to to.c
            diff --git a/run b/run
            old mode 100644
            new mode 100755
            diff --git a/ring.bin b/ring.bin
            index 1234567..89abcde 100644
            Binary files a/ring.bin and b/ring.bin differ

            """;

        Assert.Equal(
            [
                " ## new.c (new) ##",
                "@@",
                "+a",
                @" \ No newline at end of file",
                "",
                " ## old.c (deleted) ##",
                "@@",
                "-a",
                "",
                " ## from.c => to.c ##",
                "",
                " ## run (mode change 100644 => 100755) ##",
                "",
                " ## ring.bin ##",
                " Binary files ring.bin and ring.bin differ",
            ],
            new PatchLines(Ring("+b") with { Diff = Files }).Diff
        );
    }

    [Theory]
    [InlineData("Why.\n\nSigned-off-by: A\n---\nv2: b\n x.c | 1 +\n", "A <a@b.example>", "Why.\n\nSigned-off-by: A")]
    [InlineData("From: B <b@b.example>\n\nWhy.\n", "B <b@b.example>", "Why.")]
    [InlineData("\nFrom: B <b@b.example>\nDate: now\n\nWhy.\r\n--- a\n", "B <b@b.example>", "Why.\n--- a")]
    [InlineData("From: here on\n\nit is so.", "A <a@b.example>", "From: here on\n\nit is so.")]
    [InlineData("", "A <a@b.example>", "")]
    public void A_mail_is_read_as_git_commits_it(string content, string author, string message)
    {
        var patch = CommittedMail.Of("[v2,1/5] ring: tidy", "A <a@b.example>", content, "diff");

        Assert.Equal(new RangePatch(author, "ring: tidy", message, "diff"), patch);
    }

    [Theory]
    // A mail in base64, and a file with carriage returns.
    [InlineData("--- a/x\r\n+++ b/x\r\n@@ -1 +1 @@\r\n-a\r\n+b\r\n", "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n")]
    [InlineData("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\r\n+b\n", "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\r\n+b\n")]
    public void Carriage_returns_of_a_mail_are_not_in_its_commit(string diff, string committed) =>
        Assert.Equal(committed, CommittedMail.Of("x", "A <a@b.example>", "Why.", diff).Diff);

    [Fact]
    public void Nothing_is_compared_with_nothing()
    {
        Assert.Empty(RangeDiff.Of([], [])!.Pairs);
        Assert.Equal(RangeMark.Added, Assert.Single(RangeDiff.Of([], [Ring("+b")])!.Pairs).Mark);
        Assert.Equal(RangeMark.Dropped, Assert.Single(RangeDiff.Of([Ring("+b")], [])!.Pairs).Mark);
    }

    [Fact]
    public void Too_many_patches_and_too_long_ones_are_not_compared()
    {
        var many = Enumerable.Repeat(Ring("+b"), RangeDiff.MostPatches + 1).ToList();
        var @long = Ring("+b") with { Message = new string('a', RangeDiff.MostCharacters) };
        var lines = Ring("+b") with { Message = new string('\n', RangeDiff.MostLines) };

        Assert.Null(RangeDiff.Of([Ring("+b")], many));
        Assert.Null(RangeDiff.Of([@long], [Ring("+b")]));
        Assert.Null(RangeDiff.Of([Ring("+b")], [lines]));
    }

    [Fact]
    public void A_patch_of_more_than_ten_thousand_lines_is_matched_without_its_changes()
    {
        var lines = string.Concat(Enumerable.Range(0, 12_000).Select(line => $"\n+{line}"));

        var pair = Assert.Single(RangeDiff.Of([Ring("+b" + lines)], [Ring("+c" + lines)])!.Pairs);

        Assert.Equal((RangeMark.Changed, true), (pair.Mark, pair.IsTooLarge));
        Assert.Empty(pair.Hunks);
    }

    [Fact]
    public void Each_patch_is_listed_once_whatever_it_holds()
    {
        var patch =
            from text in Gen.Elements(
                    "a",
                    "@@ -1 +1 @@",
                    "diff --git a/x b/x",
                    "--- a/x",
                    "+++ b/x",
                    "+b",
                    "-c",
                    "\r",
                    ""
                )
                .ArrayOf()
            from whole in Gen.Elements("", Ring("+b").Diff)
            select new RangePatch("A <a@b.example>", "s", text.FirstOrDefault() ?? "", whole + string.Join('\n', text));

        Prop.ForAll(
                patch.ArrayOf().ToArbitrary(),
                patch.ArrayOf().ToArbitrary(),
                (old, @new) =>
                {
                    var pairs = RangeDiff.Of(old, @new)!.Pairs;
                    Assert.Equal(Enumerable.Range(1, old.Length), pairs.Select(pair => pair.Old).OfType<int>().Order());
                    Assert.Equal(Enumerable.Range(1, @new.Length), pairs.Select(pair => pair.New).OfType<int>());
                }
            )
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void An_assignment_is_the_cheapest_one()
    {
        var random = new Random(1);
        for (var round = 0; round < 300; round++)
        {
            var costs = new long[random.Next(1, 5), 5];
            for (var cell = 0; cell < costs.Length; cell++)
                costs[cell / 5, cell % 5] = random.Next(20);

            var columns = Assignment.Solve(costs);

            Assert.Equal(columns.Length, columns.Distinct().Count());
            Assert.Equal(Cheapest(costs, 0, []), columns.Select((column, row) => costs[row, column]).Sum());
        }
    }

    private static long Cheapest(long[,] costs, int row, List<int> taken) =>
        row == costs.GetLength(0)
            ? 0
            : Enumerable
                .Range(0, costs.GetLength(1))
                .Except(taken)
                .Min(column => costs[row, column] + Cheapest(costs, row + 1, [.. taken, column]));

    private static RangePatch Ring(string added) =>
        new(
            "A <a@b.example>",
            "ring: tidy",
            "Why it is so.",
            $"""
            diff --git a/ring.c b/ring.c
            index 1234567..89abcde 100644
            --- a/ring.c
            +++ b/ring.c
            @@ -1,4 +1,{added.Count(letter => letter == '\n') + 5} @@ int ring(void)
             first
             second
             third
            {added}
             last

            """
        );
}
