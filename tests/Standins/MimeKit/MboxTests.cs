using MimeKit;

namespace Hookwork.Tests.Standins.MimeKitTests;

/// <summary>Messages in a row (RFC 4155).</summary>
public sealed class MboxTests
{
    private const string Two = "From a Mon Jan  1 00:00:00 2024\nSubject: 1\n\nfirst\n\n" +
        "From b Mon Jan  1 00:00:00 2024\nSubject: 2\n\nsecond\n>From here\n";

    [Fact]
    public void Messages_end_where_the_next_one_starts()
    {
        var messages = Mail.ParseMbox(Mail.Octets(Two));

        Assert.Equal(["1", "2"], messages.Select(message => message.Subject));
        Assert.Equal(["first\n", "second\n>From here\n"], messages.Select(message => message.TextBody));
    }

    [Fact]
    public void The_line_before_a_message_is_known()
    {
        var parser = new MimeParser(new MemoryStream(Mail.Octets(Two)), MimeFormat.Mbox);

        parser.ParseMessage();
        Assert.Equal(("From a Mon Jan  1 00:00:00 2024", 0L), (parser.MboxMarker, parser.MboxMarkerOffset));
        Assert.False(parser.IsEndOfStream);

        parser.ParseMessage();
        Assert.Equal(("From b Mon Jan  1 00:00:00 2024", 51L), (parser.MboxMarker, parser.MboxMarkerOffset));
        Assert.True(parser.IsEndOfStream);
        Assert.Equal(Two.Length, parser.Position);
    }

    [Fact]
    public void What_is_before_the_first_message_is_skipped() =>
        Assert.Equal("1", Mail.ParseMbox(Mail.Octets("garbage\n\n" + Two))[0].Subject);

    [Theory]
    [InlineData("")]
    [InlineData("Subject: x\n\nbody\n")]
    [InlineData("From without end")]
    public void An_mbox_without_messages_is_refused(string text) =>
        Assert.Throws<FormatException>(() => new MimeParser(new MemoryStream(Mail.Octets(text)), MimeFormat.Mbox).ParseMessage());

    [Fact]
    public void A_multipart_ends_with_its_message()
    {
        var text = "From a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nnever closed\n\nFrom b\nSubject: 2\n\n";
        var messages = Mail.ParseMbox(Mail.Octets(text));

        Assert.Equal(2, messages.Count);
        Assert.Equal("never closed\n", messages[0].TextBody);
    }

    [Fact]
    public void A_from_line_within_the_length_declared_is_content()
    {
        var text = "From a\nContent-Length: 16\nSubject: 1\n\nx\nFrom c\n12345\n\nFrom b\nSubject: 2\n\n";
        var options = new ParserOptions { RespectContentLength = true };
        var messages = new MimeParser(options, new MemoryStream(Mail.Octets(text)), MimeFormat.Mbox).ToList();

        Assert.Equal(["1", "2"], messages.Select(message => message.Subject));
        Assert.Equal("x\nFrom c\n12345\n", messages[0].TextBody);
        Assert.Throws<FormatException>(() => Mail.ParseMbox(Mail.Octets(text)));
    }
}
