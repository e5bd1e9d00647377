using Hookwork.Mail.Diffs;
using Hookwork.Site.Diffs;

namespace Hookwork.Tests.Site.Diffs;

public sealed class WordMarksTests
{
    [Theory]
    [InlineData("int count = 1;", "int count = 2;", "int count = [1];", "int count = [2];")]
    [InlineData("call(one, two);", "call(one, three, two);", "call(one, two);", "call(one, [three, ]two);")]
    [InlineData("return slots_old[i];", "return slots_new[i];", "return [slots_old][i];", "return [slots_new][i];")]
    [InlineData("if (a && b)", "if (a && b) {", "if (a && b)", "if (a && b)[ {]")]
    [InlineData(
        "print(\"one 😀 two\");",
        "print(\"one 😁 two\");",
        "print(\"one [😀] two\");",
        "print(\"one [😁] two\");"
    )]
    [InlineData("return first;", "something_else();", "return first;", "something_else();")]
    [InlineData("", "x", "", "x")]
    public void Marks_the_words_that_changed(string old, string @new, string markedOld, string markedNew)
    {
        var hunk = Diff.Parse($"--- a/x\n+++ b/x\n@@ -1 +1 @@\n-{old}\n+{@new}\n")[0].Hunks[0];

        var marks = new WordMarks().Of(hunk);

        Assert.Equal([markedOld, markedNew], hunk.Lines.Select((line, index) => Marked($"{line.Text}", marks?[index])));
    }

    [Fact]
    public void A_line_is_compared_with_the_one_that_takes_its_place()
    {
        var hunk = Diff.Parse(
            "--- a/x\n+++ b/x\n@@ -1,2 +1,4 @@\n-\tcall(one);\n-\tstop(two);\n+\tif (ready)\n+\t\tcall(one, 1);\n+\tstop(three);\n+\treturn;\n"
        )[0].Hunks[0];

        var marks = new WordMarks().Of(hunk);

        Assert.Equal(
            ["\tcall(one);", "\tstop([two]);", "\tif (ready)", "\t\tcall(one[, 1]);", "\tstop([three]);", "\treturn;"],
            hunk.Lines.Select((line, index) => Marked($"{line.Text}", marks?[index]))
                .Select(line =>
                    line.Replace("[\t]", "\t", StringComparison.Ordinal)
                        .Replace("[\t\t]", "\t\t", StringComparison.Ordinal)
                )
        );
    }

    [Fact]
    public void Long_lines_have_no_marks_and_others_have_them_within_a_limit()
    {
        const int Pairs = 100;
        var removed = Lines(' ', ',').Select(line => $"-{line}\n");
        var added = Lines('\t', ';').Select(line => $"+{line}\n");
        var hunk = Diff.Parse(
            $"--- a/x\n+++ b/x\n@@ -1,{Pairs + 1} +1,{Pairs + 1} @@\n{string.Concat(removed.Concat(added))}"
        )[0].Hunks[0];

        var marks = new WordMarks().Of(hunk)!;

        Assert.Null(marks[0]);
        Assert.InRange(marks.Count(mark => mark is not null), 2, 2 * Pairs - 1);

        // The first two lines are long because of their blanks.
        static IEnumerable<string> Lines(char blank, char sign) =>
            Enumerable
                .Repeat(new string('a', 200) + new string(sign, 190), Pairs)
                .Prepend(new string(blank, 56_568) + "x");
    }

    private static string Marked(string line, IReadOnlyList<Range>? marks)
    {
        foreach (var mark in (marks ?? []).Reverse())
            line = $"{line[..mark.Start]}[{line[mark]}]{line[mark.End..]}";
        return line;
    }
}
