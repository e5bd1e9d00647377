using Hookwork.Mail;

namespace Hookwork.Tests.Mail;

public sealed class TrailersTests
{
    [Fact]
    public void Reads_the_trailers_of_a_commit_message()
    {
        Assert.Equal(
            [
                "Fixes: 0123456789ab (\"net: tidy\")",
                "Link: https://example.org/1",
                "Closes: https://example.org/2",
                "Reported-by: A B <a@b.example>",
                "Cc: stable@vger.example # 5.10+",
                "Message-Id: <x@y.example>",
                "Co-developed-by: C <c@d.example>",
                "Signed-off-by: D <d@e.example>",
                "Coverity-Id: 1234",
            ],
            Read(
                """
                Tidy it.

                Fixes: 0123456789ab ("net: tidy")
                Link: https://example.org/1
                Closes: https://example.org/2
                Reported-by: A B <a@b.example>
                CC: stable@vger.example # 5.10+
                Message-ID: <x@y.example>
                Co-Developed-By: C <c@d.example>
                [d: fixed a typo]
                signed-off-by: D <d@e.example>
                Coverity-Id: 1234
                ---
                v2: all of it
                Reviewed-by: not part of the message <n@m.example>

                 x.c | 2 +-
                """
            )
        );
    }

    [Fact]
    public void Reads_the_trailers_of_a_reply()
    {
        Assert.Equal(
            [
                "Reviewed-by: A B <a@b.example>",
                "Acked-by: A B <a@b.example> # for the rings",
                "Tested-by: A B <a@b.example>",
            ],
            Read(
                """
                On Monday, C D wrote:
                > Signed-off-by: C D <c@d.example>
                > Reviewed-by: Someone Else <s@e.example>
                Reviewed-by: A B <a@b.example>

                Some words in between, and then
                Acked-by: A B <a@b.example> # for the rings
                ---
                Tested-by: A B <a@b.example>

                Thanks,
                A
                -- 
                Reviewed-by: a signature <x@y.example>
                """
            )
        );
    }

    [Theory]
    [InlineData("Reviewed-by: A B\n <a@b.example>", "Reviewed-by: A B <a@b.example>")]
    [InlineData("Reviewed-by: A B\n<a@b.example>", "Reviewed-by: A B <a@b.example>")]
    [InlineData("Reviewed-by:\n\tA B\n\t<a@b.example>\nnot this", "Reviewed-by: A B <a@b.example>")]
    [InlineData(
        "Fixes: 0123456789ab (\"net: a long\r\n subject\")\r\n",
        "Fixes: 0123456789ab (\"net: a long subject\")"
    )]
    [InlineData("REVIEWED-BY : A B <a@b.example>", "Reviewed-by: A B <a@b.example>")]
    [InlineData("reviewed-By:A B <a@b.example>   ", "Reviewed-by: A B <a@b.example>")]
    [InlineData("Acked-by: A B", "Acked-by: A B")]
    [InlineData("Bisected-BY: A B <a@b.example>", "Bisected-BY: A B <a@b.example>")]
    [InlineData("Fixes: CVE-2024-1234", "Fixes: CVE-2024-1234")]
    [InlineData("Fixes: #12", "Fixes: #12")]
    [InlineData("Fixes: 012345", "Fixes: 012345")]
    [InlineData("Change-Id: I01234567", "Change-Id: I01234567")]
    [InlineData("Resolves: https://example.org/1", "Resolves: https://example.org/1")]
    [InlineData("Based-on: <a@b.example>", "Based-on: <a@b.example>")]
    [InlineData(
        "Change-Id: I0123456789abcdef0123456789abcdef01234567",
        "Change-Id: I0123456789abcdef0123456789abcdef01234567"
    )]
    public void Reads_one(string content, string trailer) => Assert.Equal([trailer], Read(content));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Note: this is prose")]
    [InlineData("text\n\nNote: this\nand that")]
    [InlineData("From: A B <a@b.example>\nDate: today\nSubject: [PATCH] x\nCc: c@d.example\n\ntext")]
    [InlineData("Subject: x\nReviewed-by: in a copied mail's head <a@b.example>")]
    [InlineData("> Reviewed-by: A B <a@b.example>")]
    [InlineData("  Reviewed-by: indented <a@b.example>")]
    [InlineData("text Reviewed-by: A B <a@b.example>")]
    [InlineData("Reviewed-by:")]
    [InlineData("Reviewed-by:\n\nA B <a@b.example>")]
    [InlineData("Fixes: tag is missing here")]
    [InlineData("Link: is this needed?")]
    [InlineData("Cc: everyone, please")]
    [InlineData("https://example.org/x")]
    [InlineData("base-commit: 0123456789abcdef0123456789abcdef01234567")]
    [InlineData("change-id: 20240501-tidy-0123456789ab")]
    [InlineData("Stand-by: for more")]
    [InlineData(": empty name")]
    [InlineData("-by: x@y.example")]
    [InlineData("Fixes: 01234")]
    [InlineData("Change-Id: I0123456")]
    [InlineData("Cc: everyone@")]
    [InlineData("text\n\nFrom: A B <a@b.example>\nCc: c@d.example")]
    [InlineData("Date: today\nReviewed-by: A B <a@b.example>")]
    [InlineData("Sent: today\nReviewed-by: A B <a@b.example>")]
    [InlineData("To: c@d.example\nReviewed-by: A B <a@b.example>")]
    [InlineData("-- \nReviewed-by: A B <a@b.example>")]
    public void Finds_none(string? content) => Assert.Empty(Read(content));

    [Theory]
    [InlineData("text\n\nFoo: bar\nSigned-off-by: A <a@b.example>\n", "Foo: bar")]
    [InlineData("text\n\n(cherry picked from commit 0123456)\nFoo: bar\n", "Foo: bar")]
    [InlineData(
        "text\n\n(cherry picked from commit 0123456)\n[a: b]\nFoo: bar\nSigned-off-by: A <a@b.example>\n",
        "Foo: bar"
    )]
    [InlineData("text\n\nFoo: bar\nSigned-off-by: A <a@b.example>\n\n\n", "Foo: bar")]
    [InlineData("text\n\nVendor: bar\nSigned-off-by: A <a@b.example>\n", "Vendor: bar")]
    [InlineData("text\n\nFoo: (a\nb)\nSigned-off-by: A <a@b.example>\n", "Foo: (a")]
    [InlineData("text\n\nFoo: 1\n 2\n 3\n 4\n 5\n 6\n 7\n 8\nAcked-by: A <a@b.example>\n", "Foo: 1 2 3 4 5 6 7 8")]
    // A quarter of the lines is enough.
    [InlineData("text\n\n(cherry picked from commit 0123456)\n1\n2\n3\n4\n5\n6\nFoo: bar\n", "Foo: bar")]
    public void Unknown_names_count_in_a_block_of_trailers(string content, string first) =>
        Assert.Equal(first, Read(content)[0]);

    [Theory]
    [InlineData("text\n\nFoo: bar\n\nSigned-off-by: A <a@b.example>\n")]
    [InlineData("Foo: bar\n1\n2\n3\n4\n5\n6\n7\nSigned-off-by: A <a@b.example>\n")]
    [InlineData("text\n\nv2: better\nNote: that\nhttps://x.example\nSigned-off-by: A <a@b.example>\n")]
    public void Unknown_names_count_nowhere_else(string content) =>
        Assert.Equal(["Signed-off-by: A <a@b.example>"], Read(content));

    [Theory]
    [InlineData("From")]
    [InlineData("Date")]
    [InlineData("Subject")]
    [InlineData("To")]
    [InlineData("Sent")]
    [InlineData("Reply-To")]
    [InlineData("In-Reply-To")]
    [InlineData("base-commit")]
    [InlineData("base-tree")]
    [InlineData("prerequisite-patch-id")]
    [InlineData("prerequisite-change-id")]
    [InlineData("prerequisite-message-id")]
    [InlineData("change-id")]
    [InlineData("Note")]
    [InlineData("Notes")]
    [InlineData("NB")]
    [InlineData("PS")]
    [InlineData("TODO")]
    [InlineData("FIXME")]
    [InlineData("XXX")]
    [InlineData("Warning")]
    [InlineData("Example")]
    [InlineData("Changes")]
    [InlineData("Changelog")]
    public void Headers_and_remarks_are_none_in_a_block_of_trailers(string name)
    {
        const string First = "Signed-off-by: A <a@b.example>";

        Assert.Equal([First], Read($"text\n\n{First}\n{name}: bar\n"));
    }

    [Theory]
    [InlineData("Signed-off-by", "A B")]
    [InlineData("Reviewed-by", "A B")]
    [InlineData("Acked-by", "A B")]
    [InlineData("Nacked-by", "A B")]
    [InlineData("Tested-by", "A B")]
    [InlineData("Reported-by", "A B")]
    [InlineData("Suggested-by", "A B")]
    [InlineData("Co-developed-by", "A B")]
    [InlineData("Co-authored-by", "A B")]
    [InlineData("Reported-and-tested-by", "A B")]
    [InlineData("Reviewed-and-tested-by", "A B")]
    [InlineData("Tested-and-reviewed-by", "A B")]
    [InlineData("Acked-and-tested-by", "A B")]
    [InlineData("Tested-and-acked-by", "A B")]
    [InlineData("Assisted-by", "A B")]
    [InlineData("Fixes", "0123456789ab")]
    [InlineData("Link", "https://example.org/1")]
    [InlineData("Closes", "#12")]
    [InlineData("Resolves", "#12")]
    [InlineData("BugLink", "https://example.org/1")]
    [InlineData("References", "https://example.org/1")]
    [InlineData("Cc", "a@b.example")]
    [InlineData("Message-Id", "<a@b.example>")]
    [InlineData("Based-on", "<a@b.example>")]
    [InlineData("Supersedes", "<a@b.example>")]
    [InlineData("Depends-on", "https://example.org/1")]
    [InlineData("Change-Id", "I0123456789abcdef")]
    public void Usual_names_count_on_any_line_in_any_case(string name, string value) =>
        Assert.Equal([$"{name}: {value}"], Read($"text\n{name.ToUpperInvariant()}: {value}\nmore text\n"));

    [Fact]
    public void The_same_one_twice_is_two() =>
        Assert.Equal(2, Read("Acked-by: A <a@b.example>\nAcked-by: A <a@b.example>").Count);

    [Theory]
    [InlineData("Fixes: 0123456789ab (\"ring: a b\nc\")", "Fixes: 0123456789ab (\"ring: a b c\")")]
    [InlineData("Fixes: 0123456789ab (\"ring: a\nnet: b\nc\")\n", "Fixes: 0123456789ab (\"ring: a net: b c\")")]
    [InlineData("Fixes: 0123456789ab (\"a\nb\nc\nd\")", "Fixes: 0123456789ab (\"a b c d\")")]
    [InlineData("Fixes: 0123456789ab (ring: a\r\nb)\r\n", "Fixes: 0123456789ab (ring: a b)")]
    [InlineData("Fixes: 0123456789ab \"ring: a\nb\"", "Fixes: 0123456789ab \"ring: a b\"")]
    [InlineData(
        "Acked-by: A B <a@b.example> (for the ring\nand the bell)",
        "Acked-by: A B <a@b.example> (for the ring and the bell)"
    )]
    [InlineData(
        "Fixes: 0123456789ab (\"ring: a\nSigned-off-by: A B <a@b.example>",
        "Fixes: 0123456789ab (\"ring: a|Signed-off-by: A B <a@b.example>"
    )]
    [InlineData("Fixes: 0123456789ab (\"ring: a\n\nb\")", "Fixes: 0123456789ab (\"ring: a")]
    [InlineData("Fixes: 0123456789ab (\"ring: a\nb\nc\nd\ne\")", "Fixes: 0123456789ab (\"ring: a")]
    public void Is_folded_within_quotes_or_parentheses(string content, string trailers) =>
        Assert.Equal(trailers.Split('|'), Read(content));

    [Theory]
    [InlineData("> a\n\n  Reviewed-by: A B <a@b.example>\n", "Reviewed-by: A B <a@b.example>")]
    [InlineData("Nice.\n\tTested-by: A B <a@b.example>\n", "Tested-by: A B <a@b.example>")]
    [InlineData(
        "  Acked-by: A B <a@b.example>\n  Tested-by: A B <a@b.example>\n",
        "Acked-by: A B <a@b.example>|Tested-by: A B <a@b.example>"
    )]
    [InlineData("Acked-by: A B\n  <a@b.example>\n", "Acked-by: A B <a@b.example>")]
    [InlineData(
        "Acked-by: A B <a@b.example>\n  Tested-by: A B <a@b.example>\n",
        "Acked-by: A B <a@b.example>|Tested-by: A B <a@b.example>"
    )]
    [InlineData("This needs\n  Fixes: 0123456789ab (\"ring: a\")\n", "Fixes: 0123456789ab (\"ring: a\")")]
    [InlineData("text\n---\n  Reviewed-by: A B <a@b.example>\n", "Reviewed-by: A B <a@b.example>")]
    [InlineData("I could say\n  Reviewed-by: me\nbut do not", "")]
    [InlineData("  note: ask a@b.example\n", "")]
    [InlineData("> a\n  > Reviewed-by: A B <a@b.example>\n", "")]
    public void May_be_indented_in_a_reply(string content, string trailers) =>
        Assert.Equal(trailers, string.Join('|', Trailers.Of(content, isReply: true)));

    [Theory]
    [InlineData("-----Original Message-----")]
    [InlineData("----- Original Message -----")]
    [InlineData("-------- Original message --------")]
    [InlineData("-------- Forwarded Message --------")]
    [InlineData("---------- Forwarded message ---------")]
    [InlineData("From: C D <c@d.example>\nSent: Monday, 5 January 2026\nTo: A B\nSubject: Re: x")]
    [InlineData("-----Ursprüngliche Nachricht-----")]
    [InlineData("-----邮件原件-----")]
    [InlineData("From: C D <c@d.example>\nDate: Monday, 5 January 2026 at 10:00\nTo: A B\nSubject: Re: x")]
    [InlineData("De : C D <c@d.example>\nEnvoyé : lundi 5 janvier 2026 10:00\nÀ : A B\nObjet : Re: x")]
    [InlineData("De\u00A0: C D <c@d.example>\nEnvoyé\u00A0: lundi 5 janvier 2026 10:00\nÀ\u00A0: A B")]
    [InlineData("差出人: C D <c@d.example>\n送信日時: 2026年1月5日 10:00\n宛先: A B\n件名: Re: x")]
    [InlineData("发件人：C D <c@d.example>\n发送时间：2026年1月5日 10:00\n收件人：A B\n主题：Re: x")]
    [InlineData("Von: C D <c@d.example>\nGesendet: Montag, 5. Januar 2026 10:00\nAn: A B\nBetreff: Re: x")]
    [InlineData("发件人: C D <c@d.example> \n发送时间: 2026年1月5日 10:00\n收件人: A B\n主题: Re: x")]
    public void Those_of_an_original_message_are_not_the_replys_own(string line)
    {
        var content =
            $"Acked-by: A B <a@b.example>\n\n{line}\nFrom: C <c@d.example>\n\nTidy.\n\nSigned-off-by: C <c@d.example>\n";

        Assert.Equal(["Acked-by: A B <a@b.example>"], Read(content));
        Assert.Equal("Acked-by: A B <a@b.example>", Assert.Single(Trailers.Of(content, isReply: true)).ToString());
        Assert.Equal("Acked-by: A B <a@b.example>", Quotes.Split(content).Own);
    }

    [Theory]
    [InlineData("Acked-for-MFD-by: A B <a@b.example>", "Acked-for-MFD-by: A B <a@b.example>")]
    [InlineData("Build-tested-By: A B <a@b.example>", "Build-tested-By: A B <a@b.example>")]
    [InlineData("ACKED-FOR-x86-BY: A B <a@b.example>", "ACKED-FOR-x86-BY: A B <a@b.example>")]
    [InlineData("x\n\nGitHub-PR: 7\nSigned-off-by: A B <a@b.example>", "GitHub-PR: 7|Signed-off-by: A B <a@b.example>")]
    [InlineData("SIGNED-OFF-BY: A B <a@b.example>", "Signed-off-by: A B <a@b.example>")]
    public void Unknown_names_keep_their_case(string content, string trailers) =>
        Assert.Equal(trailers.Split('|'), Read(content));

    private static List<string> Read(string? content) =>
        [.. Trailers.Of(content).Select(trailer => trailer.ToString())];
}
