using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Hookwork.Mail;
using Hookwork.Mail.Diffs;
using Hookwork.Mail.Reviews;
using Hookwork.Tests.Hostile;

namespace Hookwork.Tests.Mail;

/// <summary>Properties that hold for any text.</summary>
public sealed class RobustnessTests
{
    private const int Long = 256 << 10;

    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(400);

    [Fact]
    public void Any_text_is_read() => Prop.ForAll(Arb.From(AnyMail.Text), ReadAll).Check(Many);

    [Fact]
    public void Any_string_is_read() => Prop.ForAll<string?>(text => ReadAll(text!)).Check(Many);

    [Fact]
    public void Any_damaged_diff_is_read() => Prop.ForAll(Arb.From(AnyMail.DamagedDiff), ReadAll).Check(Many);

    [Fact]
    public void Any_diff_reads_back_as_it_was_printed() =>
        Prop.ForAll(
                Arb.From(AnyMail.Diff),
                files =>
                {
                    var printed = DiffPrinter.Print(files);
                    var read = Diff.Parse(printed);

                    Assert.Equal(
                        files.Select(file => file with { Hunks = [] }),
                        read.Select(file => file with { Hunks = [] })
                    );
                    Assert.Equal(printed, DiffPrinter.Print(read));
                }
            )
            .Check(Many);

    [Fact]
    public void Every_line_of_any_text_is_in_one_part() =>
        Prop.ForAll(
                Arb.From(AnyMail.Text),
                text =>
                {
                    var split = Quotes.Split(text);
                    Assert.Equal(Lines(text), Lines(split.Own + "\n" + split.Quoted));
                }
            )
            .Check(Many);

    [Fact]
    public void A_subject_that_was_read_reads_the_same_again() =>
        Prop.ForAll(
                Arb.From(AnyMail.Text),
                text =>
                {
                    var once = SubjectLine.Parse(SubjectLine.Parse(text).Name);
                    Assert.Equal(once.Name, SubjectLine.Parse(once.Name).Name);
                }
            )
            .Check(Many);

    [Fact]
    public void Trailers_are_read_as_they_were_written() =>
        Prop.ForAll(
                Arb.From(AnyMail.Text),
                text =>
                {
                    var trailers = Trailers.Of(text);
                    Assert.All(
                        trailers,
                        trailer =>
                            Assert.False(
                                string.IsNullOrWhiteSpace(trailer.Value)
                                    || trailer.Value.Contains('\n', StringComparison.Ordinal)
                            )
                    );
                    var written = string.Join('\n', trailers.Append(new Trailer("Signed-off-by", "A <a@b.example>")));
                    Assert.Equal(trailers, Trailers.Of(written).SkipLast(1));
                }
            )
            .Check(Many);

    public static TheoryData<string, string> Hostile =>
        new()
        {
            { "", "\n" },
            { "", " \n" },
            { "", "x" },
            { "", "> > > >\n" },
            { "", "--- \n" },
            { "", "--- a\n+++ b\n" },
            { "", "--- a\n+++ b\n@@ -1,9 +1,9 @@\n" },
            { "", "--- a\n" + new string('+', 3) },
            { "--- a\n+++ b\n@@ -1,999999999 +1,999999999 @@\n", "--- a\n" },
            { "--- a\n+++ b\n@@ -1,999999999 +1,999999999 @@\n", "--- a\n+++ b\n" },
            { "--- a\n+++ b\n@@ -1,999999999 +1,999999999 @@\n", "x\n+" },
            { "--- a\n+++ b\n@@ -1,999999999 +1,999999999 @@\n", "\n" },
            { "--- a\n+++ b\n", "@@ -1 +1 @@\n" },
            { "diff --git ", "a/x " },
            { "diff --git ", "\"" },
            { "diff --git \"", "\\1" },
            { "diff --git \"", "\\\\" },
            { "", "diff --git a/x b/x\n" },
            { "", "diff --git \"a/\\303\\251\" b/x\nGIT binary patch\nliteral 1\n" },
            { "diff --git a/x b/x\nGIT binary patch\n", "literal 1\nzzz\n\n" },
            { "diff --git a/x b/x\n", "rename from x\n" },
            { "", "Binary files a and b differ\n" },
            { "--- x", " 2024-01-01 00" },
            { "--- x\n+++ y\n", "@" },
            { "--- x", " (revision" },
            { "--- x", "   " },
            { "", "*** a\n--- b\n***************\n" },
            { "", "*** a\n--- b\n***************\n*** 1,999999999 ****\n" },
            { "*** a\n--- b\n***************\n*** 1,999999999 ****\n", "! x\n" },
            { "*** a\n--- b\n***************\n*** 1,999999999 ****\n--- 1,999999999 ----\n", "\n" },
            { "*** a\n--- b\n", "***************\n*** 1 ****\n! a\n--- 1 ----\n! b\n" },
            { "Index: x", "Cannot display: file marked as a binary type\n" },
            { "diff --cc x\n", "--- a/x\n" },
            { "diff --git a/x b/x\n", "index 1..2\n" },
            { "diff --git a/x b/x\n", "Binary files\n" },
            { "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,999999999 +1,999999999 @@\n", " x\n" },
            { "", "Fixes: 0123456 (\n" },
            { "", "Reviewed-by: a@b (\"\n" },
            { "", " Reviewed-by: a@b\n" },
            { "", "Depends-on: <a@b>\n" },
            { "Depends-on: ", "https://a/b@c/ " },
            { "Depends-on:\n", "  <a@b>\n" },
            { "", "available in the git repository at: " },
            { "", "the following changes since commit " },
            { "[PATCH", "1/" },
            { "[", "1 of " },
            { "[", "1" },
            { "", "Reviewed-by: a@b\n" },
            { "Reviewed-by: a@b\n", " folded\n" },
            { "", "Reviewed-by:\n " },
            { "Signed-off-by: a\n", "x: y\n" },
            { "", "a-" },
            { "", "On x\n" },
            { "", "x wrote:\n" },
            { "", "On x\n\n> wrote:\nwrote:\n" },
            { "The following changes since commit 0123456789:\n", "are available in the Git repository at:\n" },
            { "The following changes since commit 0123456789:\n", "available in the git repository at:\n\n" },
            {
                "The following changes since commit 0123456789:\nare available in the Git repository at: ",
                "https://x "
            },
            { "repository\n", "available in the git repository\n" },
            { "Based-on: ", "<a@b> " },
            { "", "Based-on: a@b,\n" },
            { "", "[" },
            { "", "[a]" },
            { "[", "a " },
            { "[", "v2," },
            { "[", "1/2 " },
            { "[PATCH ", "1 of " },
            { "", "(v" },
            { "", "(v1" },
            { "", "Re: " },
            { "[", "RFC/v2-" },
        };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_long_text_of_anything_is_read_in_time(string start, string repeated)
    {
        var text = new StringBuilder(start, Long + repeated.Length);
        while (text.Length < Long)
            text.Append(repeated);

        var took = ProcessorTime.Of(() => ReadAll(text.ToString()), runs: 1);

        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(15));
    }

    private static void ReadAll(string text)
    {
        var body = MailBody.Of(text);
        _ = MailBody.Of(text, text, isReply: true, headers: text);
        _ = PatchId.Of(text);
        Assert.DoesNotContain(
            ReviewedMail.Of(text, body.Files, text).Read(text).Remarks,
            remark => remark.Text.Length == 0
        );
        _ = SubjectLine.Parse(text).Name;
        Assert.All(body.Files, file => Assert.NotEmpty(file.Name));
        Assert.DoesNotContain(null, body.Trailers);
        Assert.True(body.Text.Length <= (text?.Length ?? 0));
    }

    private static IEnumerable<string> Lines(string text) =>
        text.Split('\n')
            .Select(line => line.TrimEnd('\r'))
            .Where(line => line.Length > 0)
            .Order(StringComparer.Ordinal);
}
