using System.Text;
using MimeKit;

namespace Hookwork.Tests.Standins.MimeKitTests;

/// <summary>How messages come apart.</summary>
public sealed class StructureTests
{
    private const string Mixed = """
        From: a@example.com
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="outer"

        This is for readers without MIME.
        --outer
        Content-Type: multipart/alternative; boundary=inner

        --inner
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: quoted-printable

        Gr=C3=BC=C3=9Fe
        =
        --inner
        Content-Type: text/html

        <p>Hi</p>
        --inner--
        --outer
        Content-Type: application/octet-stream; name="a b.bin"
        Content-Disposition: attachment
        Content-Transfer-Encoding: base64

        AAEC
        --outer
        Content-Type: message/rfc822

        Subject: inner

        Inner body
        --outer--
        The end.

        """;

    [Fact]
    public void A_multipart_has_parts()
    {
        var message = Mail.Parse(Mixed);
        var mixed = Assert.IsType<Multipart>(message.Body);

        Assert.Equal("This is for readers without MIME.\n", mixed.Preamble);
        Assert.Equal("The end.\n", mixed.Epilogue);
        Assert.Equal(3, mixed.Count);
        Assert.Equal(2, Assert.IsType<MultipartAlternative>(mixed[0]).Count);
        Assert.Equal("Inner body", ((TextPart)Assert.IsType<MessagePart>(mixed[2]).Message!.Body!).Text);
        Assert.Equal("inner", ((MessagePart)mixed[2]).Message!.Subject);
    }

    [Fact]
    public void Leaves_are_enumerated_in_order()
    {
        var message = Mail.Parse(Mixed);

        Assert.Equal(["text/plain", "text/html", "application/octet-stream", "message/rfc822"], message.BodyParts.Select(part =>
            part.ContentType.MimeType));
        var attachment = Assert.IsType<MimePart>(Assert.Single(message.Attachments));
        Assert.Equal("a b.bin", attachment.FileName);
        Assert.Equal([0, 1, 2], Mail.Decode(attachment));
    }

    [Fact]
    public void Bodies_are_found_in_either_format()
    {
        var message = Mail.Parse(Mixed);

        Assert.Equal("Grüße\n", message.TextBody);
        Assert.Equal("<p>Hi</p>", message.HtmlBody);
    }

    [Theory]
    [InlineData("", "first")]
    [InlineData("; type=\"text/html\"", "third")]
    [InlineData("; type=text/html; start=\"<2@x>\"", "second")]
    [InlineData("; type=text/html; start=2@x", "second")]
    [InlineData("; type=text/html; start=\"<nowhere@x>\"", "first")]
    public void A_document_is_named_or_else_the_first_part(string parameters, string expected)
    {
        var parts = "--b\n\nfirst\n--b\nContent-Id: <2@x>\n\nsecond\n--b\nContent-Type: text/html\n\nthird\n--b--\n";
        var message = Mail.Parse($"Content-Type: multipart/related; boundary=b{parameters}\n\n{parts}");
        Assert.Equal(expected, Assert.IsType<TextPart>(Assert.IsType<MultipartRelated>(message.Body).Root).Text);
    }

    [Fact]
    public void What_was_parsed_is_written_as_it_was()
    {
        Assert.Equal(Mixed, Mail.WriteText(Mail.Parse(Mixed)));
        var dos = Mixed.Replace("\n", "\r\n", StringComparison.Ordinal);
        Assert.Equal(dos, Mail.WriteText(Mail.Parse(dos), Mail.Dos));
        Assert.Equal(dos, Mail.WriteText(Mail.Parse(Mixed), Mail.Dos));
        Assert.Equal(Mixed, Mail.WriteText(Mail.Parse(dos)));
    }

    [Theory]
    [InlineData("Subject: x\n\nbody without end")]
    [InlineData("Subject: x\n\n")]
    [InlineData("subject :  x \nX-Empty:\nX-Folded: a\n\tb\n  c\n\nbody\n\n\n")]
    [InlineData("Subject: x\nContent-Type: text/plain\nTo: a@example.com\nContent-Transfer-Encoding: 8bit\nCc: b@example.com\n\nbody\n")]
    [InlineData("Subject: x\nContent-Type: multipart/mixed; boundary=b\n\npreamble\n\n--b\nContent-Type: text/plain\n\n--b\n\n\n--b--\n\n\nepilogue")]
    [InlineData("Subject: x\nContent-Type: multipart/mixed; boundary=b\n\nno part at all\n")]
    [InlineData("Subject: x\nContent-Type: multipart/mixed\n\nno boundary\n--b\n")]
    [InlineData("Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\nSubject: y\n\nz\n--b--\n")]
    [InlineData("Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\nx\n--b--\n")]
    public void Odd_messages_are_written_as_they_were_too(string text) => Assert.Equal(text, Mail.WriteText(Mail.Parse(text)));

    [Fact]
    public void A_part_cut_off_gets_the_line_end_that_a_boundary_would_have_had()
    {
        var text = "Content-Type: multipart/mixed; boundary=b\n\n--b\n\npart\n--b\n\npart\n";
        Assert.Equal(text + "\n", Mail.WriteText(Mail.Parse(text)));
    }

    [Fact]
    public void Headers_keep_order_repeats_and_octets()
    {
        var message = Mail.Parse("X-A: 1\nReceived: from a\n\tby b\nx-a:2\nSubject:\n");

        Assert.Equal(["X-A", "Received", "x-a", "Subject"], message.Headers.Select(header => header.Field));
        Assert.Equal(["1", "from a\tby b", "2", ""], message.Headers.Select(header => header.Value));
        Assert.Equal([0, 7, 30, 36], message.Headers.Select(header => header.Offset!.Value));
        Assert.Equal(" from a\n\tby b\n", Encoding.ASCII.GetString(message.Headers[1].RawValue));
        Assert.Equal("1", message.Headers["x-A"]);
        Assert.Equal("", message.Subject);
    }

    [Fact]
    public void Headers_on_content_belong_to_the_body()
    {
        var message = Mail.Parse("Subject: x\nContent-Type: text/html\nContent-Language: en\n\n");

        Assert.Equal(["Subject"], message.Headers.Select(header => header.Field));
        Assert.Equal(["Content-Type", "Content-Language"], message.Body!.Headers.Select(header => header.Field));
    }

    [Fact]
    public void A_message_without_content_type_is_plain_text()
    {
        var message = Mail.Parse("Subject: x\n\nbody\n");

        Assert.Equal("body\n", Assert.IsType<TextPart>(message.Body).Text);
        Assert.Equal("text/plain", message.Body!.ContentType.MimeType);
        Assert.Null(message.HtmlBody);
        Assert.Equal("body\n", message.TextBody);
    }

    [Fact]
    public void Parts_of_a_digest_are_messages()
    {
        var message = Mail.Parse("Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: y\n\nz\n--b--\n");

        Assert.Equal("y", Assert.IsType<MessagePart>(((Multipart)message.Body!)[0]).Message!.Subject);
    }

    [Fact]
    public void A_content_type_that_makes_no_sense_is_unknown_content()
    {
        Assert.Equal("application/octet-stream", Mail.Parse("Content-Type: nonsense\n\nx").Body!.ContentType.MimeType);
        Assert.Equal("x.txt", ((MimePart)Mail.Parse("Content-Type: ; name=x.txt\n\nx").Body!).FileName);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no header at all\n")]
    [InlineData("no header at all")]
    [InlineData("Subject: x\nSubj")]
    public void What_is_no_message_is_refused(string text) => Assert.Throws<FormatException>(() => Mail.Parse(text));

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_message()
    {
        Assert.Equal("x", Mail.Parse([0xEF, 0xBB, 0xBF, .. "Subject: x\n\n"u8]).Subject);
        Assert.Throws<FormatException>(() => Mail.Parse([0xEF, 0xBB, 0xBF]));
        Assert.Throws<FormatException>(() => Mail.Parse([0xEF, 0xBB]));
    }

    [Theory]
    [InlineData("a\nb\n", NewLineFormat.Unix)]
    [InlineData("a\r\nb\r\n", NewLineFormat.Dos)]
    [InlineData("a\r\nb\n", NewLineFormat.Mixed)]
    public void Line_ends_are_known_and_those_of_the_platform_in_text(string body, NewLineFormat format)
    {
        var part = Assert.IsType<TextPart>(Mail.Parse("Subject: x\n\n" + body).Body);

        Assert.Equal(format, part.Content!.NewLineFormat);
        Assert.Equal(body.ReplaceLineEndings(), part.Text);
    }

    [Theory]
    [InlineData("Content-Type: text/html\nContent-Dis", "Content-Type", "Content-Dis")]
    [InlineData("Content-Dis", "Content-Dis")]
    public void Headers_cut_short_belong_to_a_part(string headers, params string[] fields)
    {
        var text = "Content-Type: multipart/mixed; boundary=b\n\n--b\n" + headers;
        var part = Assert.IsType<TextPart>(Assert.Single(Assert.IsType<Multipart>(Mail.Parse(text).Body)));

        Assert.Equal(fields.Length == 2, part.IsHtml);
        Assert.Equal(fields, part.Headers.Select(header => header.Field));
        Assert.Equal("", part.Text);
        Assert.Equal(text, Mail.WriteText(Mail.Parse(text)).TrimEnd('\n'));
    }

    [Theory]
    [InlineData("--b\n\n1\n--b\n--b\n\n2\n--b--\n", "1", "2")]
    [InlineData("--b\n\n1\n--b   \n\n2\n--b--  \n", "1", "2")]
    [InlineData("--b\n\n1\n--b not it\n--b\n\n2\n--b--\n", "1\n--b not it", "2")]
    [InlineData("--b\n\n1\n--b", "1")]
    [InlineData("--b\r\n\r\n1\r\n--b--\r\n", "1")]
    [InlineData("--b--\n--b\n\n1\n")]
    public void Boundaries_are_lines_of_their_own(string body, params string[] texts)
    {
        var message = Mail.Parse("Content-Type: multipart/mixed; boundary=b\n\n" + body);
        Assert.Equal(texts, message.BodyParts.Select(part => ((TextPart)part).Text));
    }

    [Fact]
    public void A_message_within_a_message_may_be_missing()
    {
        var message = Mail.Parse("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\n--b--\n");
        Assert.Null(Assert.IsType<MessagePart>(Assert.Single(message.BodyParts)).Message);
    }

    [Fact]
    public void A_message_that_is_encoded_is_a_part_like_any_other()
    {
        var message = Mail.Parse("Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nU3ViamVjdDogeAoK\n");
        Assert.Equal("Subject: x\n\n"u8.ToArray(), Mail.Decode(Assert.IsType<MimePart>(message.Body)));
    }

    [Fact]
    public void A_stray_line_among_the_headers_is_kept_as_it_is()
    {
        var text = "Subject: x\nthis is no header\nTo: a@example.com\n\nbody\n";
        var message = Mail.Parse(text);

        Assert.Equal("a@example.com", message.To.ToString());
        Assert.Equal(text, Mail.WriteText(message));
    }

    [Fact]
    public void A_stray_from_line_before_the_headers_is_skipped() =>
        Assert.Equal("x", Mail.Parse("From someone Mon Jan  1 00:00:00 2024\nSubject: x\n\n").Subject);

    [Fact]
    public void Nesting_ends_somewhere()
    {
        var text = new StringBuilder("Subject: x\n");
        for (var i = 0; i < 20_000; i++)
            text.Append($"Content-Type: multipart/mixed; boundary={i}\n\n--{i}\n");

        var message = Mail.Parse(text.ToString());
        Assert.Single(message.BodyParts);
        Assert.Null(message.TextBody);

        var options = new ParserOptions { MaxMimeDepth = 2 };
        message = MimeMessage.Load(options, new MemoryStream(Mail.Octets(text.ToString())));
        var inner = Assert.IsType<Multipart>(Assert.Single(Assert.IsType<Multipart>(message.Body)));
        Assert.IsType<MimePart>(Assert.Single(inner));
    }

    [Fact]
    public void Contents_can_stay_in_the_stream()
    {
        using var stream = new MemoryStream(Mail.Octets(Mixed));
        var message = MimeMessage.Load(stream, persistent: true);

        Assert.Equal("Grüße\n", message.TextBody);
        Assert.Equal(Mixed, Mail.WriteText(message));
    }

    [Fact]
    public void A_million_headers_take_linear_time()
    {
        var message = Mail.Parse(string.Concat(Enumerable.Repeat("X-A: 1\n", 1_000_000)) + "\n");

        Assert.Equal(1_000_000, message.Headers.Count);
        message.Headers.RemoveAll("X-A");
        Assert.Empty(message.Headers);
    }
}
