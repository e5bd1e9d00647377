using System.Text;
using MimeKit;

namespace Hookwork.Tests.Standins.MimeKitTests;

/// <summary>Messages made from nothing.</summary>
public sealed class BuildingTests
{
    private static MimeMessage Build(MimeEntity body) =>
        new([new MailboxAddress("Jane", "jane@example.com")], [new MailboxAddress("", "joe@example.com")], "Grüße", body)
        {
            Date = new DateTimeOffset(2025, 12, 1, 16, 55, 2, TimeSpan.FromHours(1)),
            MessageId = "1@example.com",
        };

    [Fact]
    public void A_message_has_the_headers_it_needs()
    {
        var message = new MimeMessage();

        Assert.Equal(["From", "Date", "Subject", "Message-Id"], message.Headers.Select(header => header.Field));
        Assert.EndsWith("@example.com", MimeKit.Utils.MimeUtils.GenerateMessageId("example.com"), StringComparison.Ordinal);
        Assert.NotEqual(message.MessageId, new MimeMessage().MessageId);
    }

    [Fact]
    public void Text_is_written()
    {
        var expected = """
            From: Jane <jane@example.com>
            Date: Mon, 01 Dec 2025 16:55:02 +0100
            Subject: =?utf-8?b?R3LDvMOfZQ==?=
            Message-Id: <1@example.com>
            To: joe@example.com
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8

            Hello

            """;
        Assert.Equal(expected, Mail.WriteText(Build(new TextPart("plain") { Text = "Hello" })));
    }

    [Fact]
    public void Content_is_encoded_as_its_header_says()
    {
        var part = new TextPart("plain") { Text = "Grüße\n", ContentTransferEncoding = ContentEncoding.QuotedPrintable };
        Assert.EndsWith("\n\nGr=C3=BC=C3=9Fe\n", Mail.WriteText(Build(part)), StringComparison.Ordinal);

        part.ContentTransferEncoding = ContentEncoding.Base64;
        Assert.EndsWith("\n\nR3LDvMOfZQo=\n", Mail.WriteText(Build(part)), StringComparison.Ordinal);

        part.ContentTransferEncoding = ContentEncoding.UUEncode;
        Assert.EndsWith("\n\nbegin 0644 unknown\n(1W+#O,.?90H`\n`\nend\n", Mail.WriteText(Build(part)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ascii\n", EncodingConstraint.SevenBit, ContentEncoding.Default)]
    [InlineData("a long line of ascii with one umlaut: ö\n", EncodingConstraint.SevenBit, ContentEncoding.QuotedPrintable)]
    [InlineData("öäü\n", EncodingConstraint.SevenBit, ContentEncoding.Base64)]
    [InlineData("öäü\n", EncodingConstraint.EightBit, ContentEncoding.EightBit)]
    [InlineData("öäü\n", EncodingConstraint.None, ContentEncoding.EightBit)]
    [InlineData("From here\n", EncodingConstraint.SevenBit, ContentEncoding.QuotedPrintable)]
    public void Preparing_chooses_an_encoding(string text, EncodingConstraint constraint, ContentEncoding expected)
    {
        var part = new TextPart("plain") { Text = text };
        part.Prepare(constraint);

        Assert.Equal(expected, part.ContentTransferEncoding);
    }

    [Fact]
    public void A_multipart_is_written()
    {
        var multipart = new Multipart("mixed") { Boundary = "b" };
        multipart.Add(new TextPart("plain") { Text = "text" });
        multipart.Add(new MimePart("application", "octet-stream")
        {
            Content = new MimeContent(new MemoryStream([0, 1, 2])),
            ContentTransferEncoding = ContentEncoding.Base64,
            FileName = "x.bin",
        });

        var text = Mail.WriteText(Build(multipart));
        var body = text[(text.IndexOf("\n\n", StringComparison.Ordinal) + 2)..];
        Assert.Equal(
            "--b\nContent-Type: text/plain; charset=utf-8\n\ntext\n--b\nContent-Type: application/octet-stream; name=x.bin\n" +
            "Content-Transfer-Encoding: base64\nContent-Disposition: attachment; filename=x.bin\n\nAAEC\n\n--b--\n",
            body);
    }

    [Fact]
    public void Boundaries_are_never_the_same() => Assert.NotEqual(new Multipart().Boundary, new Multipart().Boundary);

    [Fact]
    public void References_are_folded()
    {
        var message = Build(new TextPart());
        message.References.Add("1234567890123456789012345678901234567890@example.com");
        message.References.Add("<1234567890123456789012345678901234567890@example.com>");

        var header = message.Headers[message.Headers.IndexOf("References")];
        var id = "<1234567890123456789012345678901234567890@example.com>";
        Assert.Equal($" {id}\n\t{id}\n", Encoding.ASCII.GetString(header.RawValue).ReplaceLineEndings("\n"));
        Assert.Equal(2, message.References.Count);
    }

    [Fact]
    public void Headers_can_be_hidden()
    {
        var options = Mail.Unix.Clone();
        options.HiddenHeaders.Add(HeaderId.Bcc);
        var message = Build(new TextPart());
        message.Bcc.Add(new MailboxAddress("", "hidden@example.com"));

        Assert.Contains("hidden@example.com", Mail.WriteText(message), StringComparison.Ordinal);
        Assert.DoesNotContain("hidden@example.com", Mail.WriteText(message, options), StringComparison.Ordinal);
    }

    [Fact]
    public void Headers_can_be_international()
    {
        var options = Mail.Unix.Clone();
        options.International = true;
        var text = Encoding.UTF8.GetString(Mail.Write(Build(new TextPart()), options));

        Assert.Contains("\nSubject: Grüße\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_default_format_cannot_be_changed() =>
        Assert.Throws<InvalidOperationException>(() => FormatOptions.Default.MaxLineLength = 70);

    [Fact]
    public async Task Writing_asynchronously_writes_the_same()
    {
        var message = Build(new TextPart("plain") { Text = "Hello" });
        using var memory = new MemoryStream();
        await message.WriteToAsync(Mail.Unix, memory);

        Assert.Equal(Mail.Write(message), memory.ToArray());
    }
}
