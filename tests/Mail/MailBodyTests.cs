using Hookwork.Mail;

namespace Hookwork.Tests.Mail;

public sealed class MailBodyTests
{
    private const string Change =
        "diff --git a/x.c b/x.c\nindex 1234567..89abcde 100644\n--- a/x.c\n+++ b/x.c\n@@ -1 +1 @@ main\n-a\n+b\n";

    [Fact]
    public void Gathers_what_a_patch_says()
    {
        var body = MailBody.Of(
            "Tidy.\n\nSigned-off-by: A <a@b.example>\n---\n x.c | 2 +-\n\nbase-commit: 0123456789\n",
            Change
        );

        Assert.Equal(
            "Tidy.\n\nSigned-off-by: A <a@b.example>\n---\n x.c | 2 +-\n\nbase-commit: 0123456789\n",
            body.Text
        );
        Assert.Equal(body.Text.TrimEnd(), body.Own);
        Assert.Empty(body.Quoted);
        Assert.Equal([new Trailer("Signed-off-by", "A <a@b.example>")], body.Trailers);
        Assert.Equal(["x.c"], body.Files.Select(file => file.Name));
        Assert.Equal("0123456789", body.Basis.BaseCommit);
        Assert.Null(body.PullRequest);
    }

    [Fact]
    public void Takes_a_diff_out_of_a_reply()
    {
        var body = MailBody.Of(
            "On Monday, A wrote:\n> it is broken\n\nDoes this help?\n\n" + Change + "\nTested-by: B <b@c.example>\n"
        );

        Assert.Equal("Does this help?\n\n\nTested-by: B <b@c.example>", body.Own);
        Assert.Equal("On Monday, A wrote:\n> it is broken", body.Quoted);
        Assert.Equal(["x.c"], body.Files.Select(file => file.Name));
        Assert.Equal(["Tested-by"], body.Trailers.Select(trailer => trailer.Name));
    }

    [Fact]
    public void Reads_what_Patchwork_leaves_in_the_diff_of_an_attached_patch()
    {
        var body = MailBody.Of(
            "See attached.",
            "From: A <a@b.example>\nSubject: [PATCH] x\n\nTidy.\n\nSigned-off-by: A <a@b.example>\n---\n x.c | 2 +-\n\n"
                + Change
                + "\nbase-commit: 0123456789\n-- \n2.43.0\n"
        );

        Assert.Equal(
            "See attached.\n\nFrom: A <a@b.example>\nSubject: [PATCH] x\n\nTidy.\n\nSigned-off-by: A <a@b.example>\n---\n x.c | 2 +-\n\n\nbase-commit: 0123456789",
            body.Text
        );
        Assert.Equal([new Trailer("Signed-off-by", "A <a@b.example>")], body.Trailers);
        Assert.Equal("0123456789", body.Basis.BaseCommit);
        Assert.Equal(["x.c"], body.Files.Select(file => file.Name));
    }

    [Fact]
    public void Takes_an_attached_patch_out_of_a_reply()
    {
        var body = MailBody.Of(
            "See attached.\n\nFrom 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001\nFrom: A <a@b.example>\n"
                + "Subject: [PATCH] x\n\nTidy.\n\nSigned-off-by: A <a@b.example>\n---\n x.c | 2 +-\n 1 file changed, 1 insertion(+), 1 deletion(-)\n\n"
                + Change
                + Change.Replace("x.c", "y.c", StringComparison.Ordinal)
                + "-- \n2.43.0\n"
        );

        Assert.Equal(["x.c", "y.c"], body.Files.Select(file => file.Name));
        Assert.Equal(["Signed-off-by"], body.Trailers.Select(trailer => trailer.Name));
        Assert.DoesNotContain("@@", body.Text, StringComparison.Ordinal);
        Assert.EndsWith("deletion(-)\n\n-- \n2.43.0\n", body.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Index: x.c\n=====\n--- x.c\t(revision 1)\n+++ x.c\t(working copy)\n@@ -1 +1 @@\n-a\n+b\n")]
    [InlineData("Index: x.png\n=====\nCannot display: file marked as a binary type.\n")]
    [InlineData("diff -r 0123456789ab x.png\nBinary file x.png has changed\n")]
    [InlineData("diff -r x y\nBinary files x/z and y/z differ\n")]
    [InlineData("diff -c x y\n*** x\n--- y\n***************\n*** 1 ****\n! a\n--- 1 ----\n! b\n")]
    [InlineData("diff --cc x\n--- a/x\n+++ b/x\n@@@ -1,2 -1,2 +1,2 @@@\n  a\n")]
    public void Takes_a_diff_of_any_tool_out_of_a_reply(string diff)
    {
        var body = MailBody.Of($"before\n\n{diff}after\n");

        Assert.Single(body.Files);
        Assert.Equal("before\n\nafter\n", body.Text);
    }

    [Fact]
    public void Leaves_a_quoted_diff_where_it_is()
    {
        var quoted = string.Concat(Change.TrimEnd().Split('\n').Select(line => $"> {line}\n"));

        var body = MailBody.Of(quoted + "Why?\n");

        Assert.Empty(body.Files);
        Assert.Equal("Why?", body.Own);
        Assert.Equal(quoted.TrimEnd(), body.Quoted);
    }

    [Fact]
    public void Nothing_says_nothing()
    {
        var body = MailBody.Of(null, null);

        Assert.Equal(("", "", ""), (body.Text, body.Own, body.Quoted));
        Assert.Empty(body.Trailers);
        Assert.Empty(body.Files);
    }
}
