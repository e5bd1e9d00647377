using System.Globalization;
using Hookwork.Mail.Diffs;
using Hookwork.Mail.Reviews;

namespace Hookwork.Tests.Mail.Reviews;

/// <summary>Replies to one patch, and where each of their remarks belongs.</summary>
/// <remarks>
/// A reply in <c>replies/</c> starts with <c>=== its name</c>, then lines that say what is expected: <c>@ file</c> for
/// the reply that it answers, <c>% trailer</c>, and for each remark its place and how it starts. A place is
/// <c>mail</c>, <c>message+3</c>, <c>cover+3</c>, a file, its hunk <c>x.c@2</c>, or its line <c>x.c+14</c> after and
/// <c>x.c-14</c> before the change. All count from 1, but hunks from 0. In the text, <c>°</c> is a non-breaking space,
/// <c>·</c> a space at the end, <c>¶</c> a carriage return.
/// </remarks>
public sealed class ReviewTests
{
    private static readonly string s_patch = Text("patch.txt");
    private static readonly IReadOnlyList<DiffFile> s_files = Diff.Parse(s_patch);
    private static readonly string s_message = s_patch[..s_patch.IndexOf("diff --git", StringComparison.Ordinal)];
    private static readonly ReviewedMail s_mail = ReviewedMail.Of(s_message, s_files, Text("cover.txt"));

    private static readonly Dictionary<string, Reply> s_replies = new[]
    {
        "authors",
        "damage",
        "lines",
        "top",
        "trimmed",
        "wrapped",
    }
        .SelectMany(file =>
            ("\n" + Text($"{file}.txt")).Split("\n=== ").Skip(1).Select(text => Reply.Parse(file, text))
        )
        .ToDictionary(reply => reply.Name);

    public static TheoryData<string> Replies => [.. s_replies.Keys];

    [Theory]
    [MemberData(nameof(Replies))]
    public void Each_remark_is_where_it_belongs(string name)
    {
        var reply = s_replies[name];
        IReadOnlyList<Review> earlier = reply.Earlier is null ? [] : [s_mail.Read(Text($"{reply.Earlier}.txt"))];

        var review = s_mail.Read(reply.Text, earlier);

        Assert.Equal(
            reply.Remarks.Select(remark => remark.Place),
            review.Remarks.Select(remark => Written(remark.Place))
        );
        Assert.All(
            reply.Remarks.Zip(review.Remarks),
            pair => Assert.StartsWith(pair.First.Start, pair.Second.Text, StringComparison.Ordinal)
        );
        Assert.Equal(reply.Trailers, review.Trailers.Select(trailer => trailer.ToString()));
    }

    [Fact]
    public void There_are_fifty_replies() => Assert.True(s_replies.Count >= 50);

    [Theory]
    [InlineData("new file mode 100755", 1)]
    [InlineData("index 0000000..3333333", 1)]
    [InlineData("deleted file mode 100644", 2)]
    [InlineData("index 4444444..0000000", 2)]
    [InlineData("similarity index 90%", 3)]
    [InlineData("rename from old.c", 3)]
    [InlineData("rename to new.c", 3)]
    [InlineData("copy to two.c", 4)]
    [InlineData("old mode 100644", 5)]
    [InlineData("new mode 100755", 5)]
    public void A_remark_below_any_line_of_the_header_of_a_file_is_at_the_file(string line, int file)
    {
        var files = Diff.Parse(
            """
            diff --git a/x.c b/x.c
            index 1111111..2222222 100644
            --- a/x.c
            +++ b/x.c
            @@ -1 +1 @@
            -a
            +b
            diff --git a/run.sh b/run.sh
            new file mode 100755
            index 0000000..3333333
            --- /dev/null
            +++ b/run.sh
            @@ -0,0 +1 @@
            +true
            diff --git a/gone.c b/gone.c
            deleted file mode 100644
            index 4444444..0000000
            --- a/gone.c
            +++ /dev/null
            @@ -1 +0,0 @@
            -a
            diff --git a/old.c b/new.c
            similarity index 90%
            rename from old.c
            rename to new.c
            diff --git a/one.c b/two.c
            similarity index 100%
            copy from one.c
            copy to two.c
            diff --git a/tool b/tool
            old mode 100644
            new mode 100755

            """
        );

        var review = ReviewedMail.Of("", files).Read($"> {line}\n\nWhy?\n");

        Assert.Equal([new Remark("Why?", Place.OfFile(file))], review.Remarks);
    }

    [Theory]
    [InlineData(70)]
    [InlineData(0, 2)]
    [InlineData(5, 9, 100)]
    public void Of_many_lines_that_begin_alike_a_remark_is_at_the_quoted_one(params int[] quoted)
    {
        var lines = Enumerable
            .Range(0, 120)
            .Select(line => $"+#define MT8195_VDO_REG_{Letter(line / 26)}{Letter(line % 26)}_OFFSET 0x{4 * line:x4}")
            .ToList();
        var files = Diff.Parse($"--- a/x.h\n+++ b/x.h\n@@ -0,0 +1,120 @@\n{string.Join('\n', lines)}\n");
        var reply = string.Concat(quoted.Select(line => $"> {lines[line]}\n\nWhy {line}?\n\n"));

        var review = ReviewedMail.Of("", files).Read(reply);

        Assert.Equal(quoted.Select(line => new Remark($"Why {line}?", Place.OfLine(0, 0, line))), review.Remarks);

        static char Letter(int number) => (char)('A' + number);
    }

    [Fact]
    public void A_short_line_is_found_though_an_added_blank_line_is_quoted_next()
    {
        var files = Diff.Parse("--- a/x.c\n+++ b/x.c\n@@ -0,0 +1,4 @@\n+\ti++;\n+\tj();\n+\n+\tk();\n");

        var review = ReviewedMail.Of("", files).Read("> +\ti++;\n\nWhy?\n\n> +\n\nAnd this?\n");

        Assert.Equal(
            [new Remark("Why?", Place.OfLine(0, 0, 0)), new Remark("And this?", Place.OfLine(0, 0, 2))],
            review.Remarks
        );
    }

    [Fact]
    public void A_reply_to_a_cover_letter_is_at_its_line()
    {
        var review = ReviewedMail
            .Of(Text("cover.txt"), [])
            .Read("> Patch 2 shows the number of dropped frames in the monitor.\n\nOnly there?\n");

        Assert.Equal([new Remark("Only there?", Place.Message(3))], review.Remarks);
    }

    [Fact]
    public void Remarks_keep_their_lines_without_quotes_signature_and_trailers()
    {
        var review = s_mail.Read(
            "Hi,\n\n> +\t\tring->dropped++;\n\n\nOne.\n  Two.\n\n\nThree.\nTested-by: P V <p@v.example>\n[...]\n-- \nP\n"
        );

        Assert.Equal("Hi,\n\nOne.\n  Two.\n\nThree.", Assert.Single(review.Remarks).Text);
    }

    [Fact]
    public void What_a_reviewer_asks_for_stays_in_the_remark()
    {
        var review = s_mail.Read(
            "> Signed-off-by: Nadia Brandt <nadia@harbour.example>\n\n"
                + "Please add\nFixes: 0123456789ab (\"net/ring: Add it\")\nhere.\n\n"
                + "> +\t\tring->dropped++;\n\nWhy?\n\nnit: ring_drop()\nReviewed-by: P V <p@v.example>\n"
        );

        Assert.Equal(
            ["Please add\nFixes: 0123456789ab (\"net/ring: Add it\")\nhere.", "Why?\n\nnit: ring_drop()"],
            review.Remarks.Select(remark => remark.Text)
        );
        Assert.Equal(["Fixes", "nit", "Reviewed-by"], review.Trailers.Select(trailer => trailer.Name));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("> +\t\tring->dropped++;\n")]
    public void A_reply_without_words_has_no_remark(string? text) => Assert.Empty(s_mail.Read(text).Remarks);

    /// <summary>A place as the files of replies write it.</summary>
    private static string Written(Place place)
    {
        if (place.Kind == PlaceKind.Mail)
            return "mail";
        if (place.Kind != PlaceKind.Diff)
            return string.Create(CultureInfo.InvariantCulture, $"{place.Kind}+{place.Line + 1}").ToLowerInvariant();
        var file = s_files[place.File];
        if (place.Hunk < 0)
            return file.Name;
        var hunk = file.Hunks[place.Hunk];
        if (place.Line < 0)
            return $"{file.Name}@{place.Hunk}";
        var isOld = hunk.Lines[place.Line].Kind == DiffLineKind.Removed;
        var before = hunk
            .Lines.Take(place.Line)
            .Count(line => line.Kind != (isOld ? DiffLineKind.Added : DiffLineKind.Removed));
        return $"{file.Name}{(isOld ? '-' : '+')}{(isOld ? hunk.OldStart : hunk.NewStart) + before}";
    }

    private static string Text(string file) =>
        File.ReadAllText(Repository.Path("tests", "Mail", "Reviews", "replies", file));

    private sealed record Reply(
        string Name,
        string? Earlier,
        IReadOnlyList<(string Place, string Start)> Remarks,
        IReadOnlyList<string> Trailers,
        string Text
    )
    {
        private static readonly string[] s_places = ["mail", "message+", "cover+", "net/"];

        public static Reply Parse(string file, string text)
        {
            var lines = text.Split('\n');
            var head = lines
                .Skip(1)
                .TakeWhile(line =>
                    line is ['@' or '%', ' ', ..]
                    || s_places.Any(place => line.StartsWith(place, StringComparison.Ordinal))
                )
                .ToList();
            var body = string.Join('\n', lines.Skip(1 + head.Count))
                .Replace('°', '\u00A0')
                .Replace('·', ' ')
                .Replace('¶', '\r');
            return new Reply(
                $"{file}: {lines[0]}",
                head.Find(line => line[0] == '@')?[2..],
                [
                    .. head.Where(line => line[0] is not ('@' or '%'))
                        .Select(line => line.Split(' ', 2))
                        .Select(parts => (parts[0], parts[1])),
                ],
                [.. head.Where(line => line[0] == '%').Select(line => line[2..])],
                body
            );
        }
    }
}
