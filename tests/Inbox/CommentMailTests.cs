using System.Text;
using System.Text.Json.Nodes;
using Hookwork.Search;
using MimeKit;

namespace Hookwork.Tests.Inbox;

/// <summary>Comments as mails that any reader takes.</summary>
public sealed class CommentMailTests
{
    [Theory]
    [InlineData("Zoltán Kővári <z@k.example>", "Zoltán Kővári", "z@k.example")]
    [InlineData("=?utf-8?q?Th=C3=A9o?= <t@b.example>", "Théo", "t@b.example")]
    [InlineData("=?eucgb2312_cn?b?1cXI/Q==?= <z@b.example>", "张三", "z@b.example")]
    [InlineData("\"B, A\" <a@b.example>", "B, A", "a@b.example")]
    [InlineData("中文 via list <l@b.example>", "中文 via list", "l@b.example")]
    public void A_sender_keeps_name_and_address(string from, string name, string address)
    {
        var mail = Read(new JsonObject { ["From"] = from }, "text");

        var sender = Assert.Single(mail.From.Mailboxes);
        Assert.Equal((name, address), (sender.Name, sender.Address));
    }

    [Theory]
    [InlineData("Re: [PATCH] Ümläut 中文 and more")]
    [InlineData("Re: plain")]
    [InlineData("a line\n that is folded")]
    public void A_subject_stays_what_it_is(string subject) =>
        Assert.Equal(
            subject.Replace("\n", "", StringComparison.Ordinal),
            Read(new JsonObject { ["Subject"] = subject }, "text").Subject
        );

    [Theory]
    [InlineData("é")]
    [InlineData("attachment (é")]
    public void A_header_that_is_no_valid_one_stays_what_it_is(string value) =>
        Assert.Equal(
            value,
            Read(new JsonObject { ["Content-Disposition"] = value }, "text").Body!.Headers["Content-Disposition"]
        );

    [Fact]
    public void What_is_long_or_odd_becomes_lines_that_a_mail_may_have()
    {
        var odd = $"{new string('x', 5_000)}\nFrom here\n>From there\n\u0000\u001b é\n.\n";
        var headers = new JsonObject
        {
            ["Received"] = new JsonArray("from a", $"from {new string('b', 3_000)}", "evil\nX-Injected: 1"),
            ["To"] = string.Join(", ", Enumerable.Range(0, 2_000).Select(index => $"Ü{index} <u{index}@x.example>")),
            ["Bad Name"] = "x",
            ["Content-Type"] = "multipart/mixed; boundary=x",
            ["Content-Transfer-Encoding"] = "base64",
            ["Status"] = "RO",
        };
        var bytes = Write(headers, odd);

        Assert.All(
            Encoding.UTF8.GetString(bytes).Split('\n'),
            line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, 998)
        );
        var head = Encoding.UTF8.GetString(bytes).Split("\n\n", 2)[0];
        Assert.True(Ascii(head));
        Assert.DoesNotContain("\nX-Injected", head, StringComparison.Ordinal);
        Assert.DoesNotContain("Bad Name", head, StringComparison.Ordinal);
        Assert.DoesNotContain("Status", head, StringComparison.Ordinal);
        var mail = MimeMessage.Load(new MemoryStream(bytes));
        Assert.Equal(odd.TrimEnd(), mail.TextBody!.ReplaceLineEndings("\n").TrimEnd());
        Assert.Equal(3, mail.Headers.Count(header => header.Field == "Received"));
    }

    /// <summary>Mails from Outlook have <c>authentication-results</c>, to which receivers add their own.</summary>
    [Fact]
    public void A_header_in_two_spellings_is_written_once()
    {
        var headers = new JsonObject
        {
            ["Authentication-Results"] = new JsonArray("a.example; dkim=pass", "b.example; spf=pass"),
            ["authentication-results"] = new JsonArray("a.example; dkim=pass", "b.example; spf=pass"),
        };

        Assert.Equal(
            ["a.example; dkim=pass", "b.example; spf=pass"],
            Read(headers, "text")
                .Headers.Where(header => header.Id == HeaderId.AuthenticationResults)
                .Select(header => header.Value)
        );
    }

    [Fact]
    public void Lines_end_where_the_comment_ends_them()
    {
        var mail = Encoding.UTF8.GetString(Write([], "> \f\r\n> x\u2028y\nz"));

        Assert.Equal("> \f\n> x\u2028y\nz", mail.Split("\n\n", 2)[1].TrimEnd('\n'));
    }

    [Fact]
    public void What_a_mail_must_have_comes_from_the_comment()
    {
        var mail = Read([], "text");

        Assert.Equal("c@d.example", mail.From.Mailboxes.Single().Address);
        Assert.Equal("m@d.example", mail.MessageId);
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 10, 20, 30, TimeSpan.Zero), mail.Date);
        Assert.Equal("text", mail.TextBody!.TrimEnd());
    }

    private static bool Ascii(string text) => System.Text.Ascii.IsValid(text);

    private static MimeMessage Read(JsonObject headers, string content) =>
        MimeMessage.Load(new MemoryStream(Write(headers, content)));

    private static byte[] Write(JsonObject headers, string content) =>
        CommentMail.Write(
            Encoding.UTF8.GetBytes(
                new JsonObject
                {
                    ["id"] = 1,
                    ["msgid"] = "<m@d.example>",
                    ["date"] = "2026-03-01T10:20:30",
                    ["submitter"] = new JsonObject
                    {
                        ["id"] = 1,
                        ["name"] = "C D",
                        ["email"] = "c@d.example",
                    },
                    ["headers"] = headers,
                    ["content"] = content,
                }.ToJsonString()
            )
        );
}
