using System.Text;
using Hookwork.Mail.Mboxes;

namespace Hookwork.Tests.Mail.Mboxes;

/// <summary>What Patchwork adds to a mail, and what is left of an mbox without it.</summary>
public sealed class OriginalMailTests
{
    private const string Head =
        "From patchwork Mon Dec  1 16:55:02 2025\nContent-Type: text/plain; charset=\"utf-8\"\nMIME-Version: 1.0\nContent-Transfer-Encoding: 7bit\nX-Patchwork-Submitter: A B <a@b.example>\nX-Patchwork-Id: 7\n";

    private const string Kept =
        "Content-Type: text/plain; charset=\"utf-8\"\nMIME-Version: 1.0\nContent-Transfer-Encoding: 7bit\n";

    [Theory]
    // Tags of comments stand before the line of the postscript, or before the diff, or last.
    [InlineData(
        "Why.\n\nSigned-off-by: A\n---\n a | 2 +-\n",
        "diff --git a/a b/a\n",
        "Why.\n\nSigned-off-by: A\nReviewed-by: C\nAcked-by: D\n---\n a | 2 +-\n\ndiff --git a/a b/a\n",
        "Why.\n\nSigned-off-by: A\n---\n a | 2 +-\n\ndiff --git a/a b/a\n"
    )]
    [InlineData(
        "Why.",
        "diff --git a/a b/a\n",
        "Why.\nReviewed-by: C\n\ndiff --git a/a b/a\n",
        "Why.\n\ndiff --git a/a b/a\n"
    )]
    [InlineData(
        "Why.\n\nSigned-off-by: A\n---",
        "diff --git a/a b/a\n",
        "Why.\n\nSigned-off-by: A\nReviewed-by: C\n\ndiff --git a/a b/a\n",
        "Why.\n\nSigned-off-by: A\n\ndiff --git a/a b/a\n"
    )]
    [InlineData("", "diff --git a/a b/a\n", "Reviewed-by: C\n\ndiff --git a/a b/a\n", "\ndiff --git a/a b/a\n")]
    [InlineData("A cover letter.\n", "", "A cover letter.\nAcked-by: C\n", "A cover letter.\n")]
    [InlineData("Ümläut.\n", "", "Ümläut.\nAcked-by: C\n", "Ümläut.\n")]
    // A mail in base64 often has carriage returns: Patchwork keeps them in its texts, not in the mbox.
    [InlineData(
        "Why.\r\n\r\nSigned-off-by: A\r\n---\r\n a | 2 +-\r\n",
        "diff --git a/a b/a\r\n+\ra\r\n",
        "Why.\n\nSigned-off-by: A\n---\n a | 2 +-\nReviewed-by: C\n\ndiff --git a/a b/a\n+\na\n",
        "Why.\n\nSigned-off-by: A\n---\n a | 2 +-\n\ndiff --git a/a b/a\n+\na\n"
    )]
    // Nothing was added.
    [InlineData("Why.\n---\nx", "diff", "Why.\n---\nx\n\ndiff", "Why.\n---\nx\n\ndiff")]
    // A body that Patchwork made of another text stays.
    [InlineData("Other.", "", "Why.\nAcked-by: C\n", "Why.\nAcked-by: C\n")]
    // So does one whose text is not known.
    [InlineData("", "", "Why.\nAcked-by: C\n", "Why.\nAcked-by: C\n")]
    public void Tags_of_others_go(string content, string diff, string body, string expected)
    {
        var mail = OriginalMail.Of(Encoding.UTF8.GetBytes($"{Head}Subject: x\n\n{body}"), content, diff);

        Assert.Equal($"{Kept}Subject: x\n\n{expected}", Encoding.UTF8.GetString(mail));
    }

    [Fact]
    public void Headers_of_this_Patchwork_go_and_those_of_another_stay()
    {
        var mail = Text(
            $"{Head}X-Patchwork-Delegate: d@e.example\nX-Patchwork-Original-From: A B via list\n <list@e.example>\nFrom: A B <a@b.example>\nX-Patchwork-Id: 99\nSubject: folded\n one\nMIME-Version: 1.0\n\nx\n"
        );

        Assert.Equal(
            $"{Kept}From: A B via list\n <list@e.example>\nX-Patchwork-Id: 99\nSubject: folded\n one\n\nx\n",
            mail
        );
    }

    [Fact]
    public void The_body_is_described_once()
    {
        var mail = Text(
            $"{Head}Mime-version: 1.0\nContent-type: text/plain;\n charset=iso-8859-1\nSubject: x\nContent-transfer-encoding: base64\n\nx\n"
        );

        Assert.Equal($"{Kept}Subject: x\n\nx\n", mail);
    }

    [Fact]
    public void Headers_of_a_copy_in_a_mailbox_go()
    {
        var mail = Text(
            $"{Head}Content-Length: 9999\nSubject: x\nstatus: RO\nLines: 3\n 4\nX-Status: A\nBytes: 1\n\nStatus: y\n"
        );

        Assert.Equal($"{Kept}Subject: x\nX-Status: A\n\nStatus: y\n", mail);
    }

    [Fact]
    public void Charsets_are_named_as_mail_names_them()
    {
        var mail = Text(
            $"{Head}From: =?eucgb2312_cn?b?1cXI/Q==?=\n =?big5_tw?q?=B9=F9?= <a@b.example>\nSubject: =?unknown-8bit?q?caf=C3=A9?=\n"
                + "To: =?unknown-8bit?q?caf=C3?=\n =?unknown-8bit?q?=A9?= <c@d.example>\nCc: =?unknown-8bit?b?6Q==?= <e@f.example>\n\nx\n"
        );

        Assert.Equal(
            $"{Kept}From: =?gb2312?b?1cXI/Q==?=\n =?big5?q?=B9=F9?= <a@b.example>\nSubject: =?utf-8?q?caf=C3=A9?=\n"
                + "To: =?utf-8?q?caf=C3?=\n =?utf-8?q?=A9?= <c@d.example>\nCc: =?iso-8859-1?b?6Q==?= <e@f.example>\n\nx\n",
            mail
        );
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("From patchwork\n", "")]
    [InlineData("no headers", "no headers")]
    [InlineData("From x\nno end of headers\n", "no end of headers\n")]
    public void Anything_may_come(string mbox, string mail) => Assert.Equal(mail, Text(mbox));

    private static string Text(string mbox) =>
        Encoding.UTF8.GetString(OriginalMail.Of(Encoding.UTF8.GetBytes(mbox), "x", ""));
}
