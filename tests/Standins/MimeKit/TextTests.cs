using MimeKit;
using MimeKit.Utils;

namespace Hookwork.Tests.Standins.MimeKitTests;

/// <summary>What texts say.</summary>
public sealed class TextTests
{
    private static string? TextBody(string contentType, params byte[] body) =>
        Mail.Parse([.. Mail.Octets($"Content-Type: {contentType}\n\n"), .. body]).TextBody;

    [Theory]
    [InlineData("utf-8", new byte[] { 0xC3, 0xB6 }, "ö")]
    [InlineData("UTF8", new byte[] { 0xC3, 0xB6 }, "ö")]
    [InlineData("iso-8859-1", new byte[] { 0xF6 }, "ö")]
    [InlineData("latin1", new byte[] { 0xF6 }, "ö")]
    [InlineData("iso-8859-15", new byte[] { 0xA4 }, "€")]
    [InlineData("windows-1252", new byte[] { 0x80 }, "€")]
    [InlineData("cp1252", new byte[] { 0x80 }, "€")]
    [InlineData("windows-1251", new byte[] { 0xCF }, "П")]
    [InlineData("koi8-r", new byte[] { 0xF0 }, "П")]
    [InlineData("gb2312", new byte[] { 0xC4, 0xE3 }, "你")]
    [InlineData("gb18030", new byte[] { 0xC4, 0xE3 }, "你")]
    [InlineData("big5", new byte[] { 0xA7, 0x41 }, "你")]
    [InlineData("euc-jp", new byte[] { 0xA4, 0xA2 }, "あ")]
    [InlineData("shift_jis", new byte[] { 0x82, 0xA0 }, "あ")]
    [InlineData("iso-2022-jp", new byte[] { 0x1B, 0x24, 0x42, 0x24, 0x22, 0x1B, 0x28, 0x42 }, "あ")]
    [InlineData("euc-kr", new byte[] { 0xB0, 0xA1 }, "가")]
    [InlineData("us-ascii", new byte[] { 0x41, 0xF6 }, "A?")]
    [InlineData("utf-8", new byte[] { 0x41, 0xF6 }, "A\uFFFD")]
    public void A_declared_charset_counts(string charset, byte[] body, string expected) =>
        Assert.Equal(expected, TextBody($"text/plain; charset={charset}", body));

    [Theory]
    [InlineData("text/plain")]
    [InlineData("text/plain; charset=nonsense")]
    [InlineData("text/plain; charset=koi8-r ; format=fixed")]
    public void An_unknown_charset_is_utf_8_or_else_iso_8859_1(string contentType)
    {
        Assert.Equal("ö", TextBody(contentType, 0xC3, 0xB6));
        Assert.Equal("ö", TextBody(contentType, 0xF6));
        Assert.Equal("\uFEFFa", TextBody(contentType, 0xFF, 0xFE, 0x61, 0));
        Assert.Equal("\uFEFFa", TextBody(contentType, 0xFE, 0xFF, 0, 0x61));
        Assert.Equal("ï»¿ö", TextBody(contentType, 0xEF, 0xBB, 0xBF, 0xF6));
    }

    [Theory]
    [InlineData("<html><head><meta charset=\"windows-1251\"/>", "П")]
    [InlineData("<!DOCTYPE html>\n<HTML lang='>'>\n<!-- <body> --><Head>\n<meta charset=windows-1251>", "П")]
    [InlineData("<html><head><META http-equiv=Content-Type content='text/html; charset=windows-1251'></head>", "П")]
    [InlineData("<html><head><meta content=\"text/html; charset=utf-8\" charset=windows-1251>", "П")]
    [InlineData("<html><head><meta name=viewport><meta charset=\"\"><meta charset = windows-1251>", "П")]
    [InlineData("<html><head><meta content=\"text/html; charset=windows-1251\">", "Ï")]
    [InlineData("<meta charset=\"windows-1251\">", "Ï")]
    [InlineData("<html><body><meta charset=\"windows-1251\">", "Ï")]
    [InlineData("<html><head><meta charset=\"windows-1251", "Ï")]
    public void Html_may_declare_its_charset_in_its_head(string html, string expected)
    {
        var message = Mail.Parse([.. Mail.Octets("Content-Type: text/html\n\n" + html), 0xCF]);
        Assert.Equal(html + expected, message.HtmlBody);
        Assert.Null(message.TextBody);
    }

    [Theory]
    [InlineData("a \nb\nc\n", "a b\nc\n")]
    [InlineData("> a \n> b\nc\n", "> a b\nc\n")]
    [InlineData("> a \n>> b\n", "> a \n>> b\n")]
    [InlineData(" From\n  x\n", "From\n x\n")]
    [InlineData("a \n\nb", "a \nb\n")]
    [InlineData("a ", "a ")]
    [InlineData("a\n> b ", "a\n> b ")]
    public void Flowed_text_is_joined(string text, string expected)
    {
        Assert.Equal(expected.ReplaceLineEndings(), TextBody("text/plain; format=flowed", Mail.Octets(text)));
        Assert.Equal(text.ReplaceLineEndings(), TextBody("text/plain", Mail.Octets(text)));
    }

    [Theory]
    [InlineData("a \nb\n", "ab\n")]
    [InlineData(">  \na\n", "> \na\n")]
    public void Flowed_text_may_lose_the_spaces_it_is_joined_at(string text, string expected) =>
        Assert.Equal(expected.ReplaceLineEndings(), TextBody("text/plain; format=flowed; delsp=yes", Mail.Octets(text)));

    [Theory]
    [InlineData("a\r\nb\r\n", "a\nb\n")]
    [InlineData("a\rb\r\r\n", "a\rb\r\n")]
    [InlineData("a\r", "a")]
    public void Line_ends_become_those_of_this_machine(string text, string expected)
    {
        if (Environment.NewLine == "\n")
            Assert.Equal(expected, TextBody("text/plain", Mail.Octets(text)));
    }

    [Fact]
    public void Text_to_be_saved_is_not_the_body() =>
        Assert.Null(Mail.Parse("Content-Type: text/plain\nContent-Disposition: attachment\n\nx").TextBody);

    [Theory]
    [InlineData("<a@b>", "a@b")]
    [InlineData("a@b", "a@b")]
    [InlineData(" (comment) <a@b> (comment)", "a@b")]
    [InlineData("<a@b@c>", "a@b@c")]
    [InlineData("<a@>", "a@")]
    [InlineData("<a>", "a")]
    [InlineData("<:a;@b>", ":a;@b")]
    [InlineData("<\"a b\"@c>", "\"a b\"@c")]
    [InlineData("<a@[192.0.2.1]>", "a@[192.0.2.1]")]
    [InlineData("<a", null)]
    [InlineData("", null)]
    [InlineData("(never closed", null)]
    public void Message_identifiers_are_read(string text, string? id) => Assert.Equal(id, MimeUtils.ParseMessageId(text));

    [Theory]
    [InlineData("<a@b> <c@d>", "a@b", "c@d")]
    [InlineData("<a@b>\r\n\t<c@d>", "a@b", "c@d")]
    [InlineData("<a@b>,<c@d>", "a@b", "c@d")]
    [InlineData("Your message of Monday <a@b> \"<x@y>\" (<z@z>)", "a@b")]
    [InlineData("a@b")]
    [InlineData("<a@b <c@d>", "c@d")]
    [InlineData("<> <a@b>", "", "a@b")]
    [InlineData("<a@b><c@d>", "a@b", "c@d")]
    [InlineData("<a@b>\r\n <c.\r\n d@e>", "a@b", "c.d@e")]
    [InlineData("<a@b>; from \"Jane <x@y>", "a@b")]
    [InlineData("")]
    public void References_are_read(string text, params string[] ids) => Assert.Equal(ids, MimeUtils.EnumerateReferences(text));

    [Fact]
    public void The_first_identifier_is_what_a_message_answers()
    {
        var message = Mail.Parse("In-Reply-To: <a@b> <c@d>\nReferences: <1@x>\n <2@x>\nMessage-ID: <m@x>\n\n");

        Assert.Equal("a@b", message.InReplyTo);
        Assert.Equal(["1@x", "2@x"], message.References);
        Assert.Equal(["", "a b", "c@d"], new MessageIdList { "<>", "a b", "<c@d>" });
        Assert.Equal("m@x", message.MessageId);
    }

    [Theory]
    [InlineData("7bit", ContentEncoding.SevenBit)]
    [InlineData("8BIT", ContentEncoding.EightBit)]
    [InlineData(" base64 ", ContentEncoding.Base64)]
    [InlineData("quoted-printable;", ContentEncoding.QuotedPrintable)]
    [InlineData("x-uue", ContentEncoding.UUEncode)]
    [InlineData("7-bit", ContentEncoding.Default)]
    public void Content_encodings_are_read(string text, ContentEncoding expected)
    {
        Assert.Equal(expected != ContentEncoding.Default, MimeUtils.TryParse(text, out ContentEncoding encoding));
        Assert.Equal(expected, encoding);
    }

    [Theory]
    [InlineData("quoted-printable", "a=C3=B6=\nb=\r\nc =XY ==3D=", "aöbc =XY ==")]
    [InlineData("base64", "w7Y=YQ==", "öa")]
    [InlineData("base64", "w7 !\r\nY=", "ö")]
    [InlineData("base64", "YWJjZA", "abc")]
    [InlineData("x-uuencode", "before\nbegin 644 x\n#86)C\n`\nend\nafter", "abc")]
    [InlineData("nonsense", "=C3", "=C3")]
    public void Contents_are_decoded(string encoding, string content, string expected)
    {
        var message = Mail.Parse($"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {encoding}\n\n{content}");
        Assert.Equal(expected, message.TextBody);
    }

    [Fact]
    public void Quotes_come_and_go()
    {
        Assert.Equal("\"a \\\"b\\\" \\\\\"", MimeUtils.Quote("a \"b\" \\"));
        Assert.Equal("a \"b\" \\", MimeUtils.Unquote("\"a \\\"b\\\" \\\\\""));
        Assert.Equal("a b", MimeUtils.Unquote("\"a\r\n\tb\"", convertTabsToSpaces: true));
    }
}
