using System.Text;
using MimeKit;
using MimeKit.Utils;

namespace Hookwork.Tests.Standins.MimeKitTests;

/// <summary>Encoded words (RFC 2047) and what agents write instead of them.</summary>
public sealed class EncodedWordTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("=?ISO-8859-1?Q?a?=", "a")]
    [InlineData("=?ISO-8859-1?Q?a?= b", "a b")]
    [InlineData("=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=", "ab")]
    [InlineData("=?ISO-8859-1?Q?a?=\r\n   =?ISO-8859-1?Q?b?=", "ab")]
    [InlineData("=?ISO-8859-1?Q?a_b?=", "a b")]
    [InlineData("=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=", "a b")]
    [InlineData("=?utf-8*en?q?a?=", "a")]
    [InlineData("=?utf-8?q?=C3?= =?utf-8?q?=B6?=", "ö")]
    [InlineData("=?utf-8?b?w7Y=?=", "ö")]
    [InlineData("=?utf-8?b?w7Y?=", "")]
    [InlineData("=?gb2312?b?xOO6ww==?=", "你好")]
    [InlineData("=?koi8-r?q?=F0=D2=C9=D7=C5=D4?=", "Привет")]
    [InlineData("=?windows-1252?q?=80?=", "€")]
    [InlineData("=?nonsense?q?a=C3=B6?=", "aö")]
    [InlineData("=?nonsense?q?a=F6?=", "aö")]
    [InlineData("=?utf-8?q?with a space?=", "with a space")]
    [InlineData("=?iso-2022-jp?b?GyRCJCIbKEI=?=", "あ")]
    [InlineData("=?GB18030?B?xOO6w8Tj?=", "你好你")]
    [InlineData("=?utf-8?q?=F6?=", "\uFFFD")]
    [InlineData("a=?utf-8?q?b?=c", "abc")]
    [InlineData("=?a] =?utf-8?b?w7Y=?=", "=?a] =?utf-8?b?w7Y=?=")]
    [InlineData("=?utf-8?x?a?=", "=?utf-8?x?a?=")]
    [InlineData("=?utf-8?q?never closed", "=?utf-8?q?never closed")]
    [InlineData("=??q?a?=", "=??q?a?=")]
    [InlineData("[PATCH =?utf-8?q?1/2=5D?= x", "[PATCH 1/2] x")]
    public void Text_is_read(string text, string expected) => Assert.Equal(expected, Rfc2047.DecodeText(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Text_in_8_bit_is_utf_8_or_else_iso_8859_1()
    {
        Assert.Equal("ö", Rfc2047.DecodeText("ö"u8.ToArray()));
        Assert.Equal("ö", Rfc2047.DecodeText([0xF6]));
        Assert.Equal("Ö", Rfc2047.DecodeText(new ParserOptions { CharsetEncoding = Encoding.GetEncoding(850) }, [0x99]));
    }

    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("ö", "=?utf-8?b?w7Y=?=")]
    [InlineData("a long text with only one umlaut: ö", "a long text with only one umlaut: =?utf-8?b?w7Y=?=")]
    [InlineData("Übergrößenträger", "=?utf-8?b?w5xiZXJncsO2w59lbnRyw6RnZXI=?=")]
    public void Text_is_written(string text, string expected) =>
        Assert.Equal(expected, Encoding.ASCII.GetString(Rfc2047.EncodeText(Encoding.UTF8, text)));

    [Theory]
    [InlineData("Jane Doe", "Jane Doe")]
    [InlineData("Doe, Jane", "\"Doe, Jane\"")]
    [InlineData("a \"b\" c", "\"a \\\"b\\\" c\"")]
    [InlineData("Jörg", "=?utf-8?b?SsO2cmc=?=")]
    public void Phrases_are_written(string text, string expected) =>
        Assert.Equal(expected, Encoding.ASCII.GetString(Rfc2047.EncodePhrase(Encoding.UTF8, text)));

    [Fact]
    public void Words_without_end_take_linear_time()
    {
        var text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("=?a?q?x ", 100_000)));
        Assert.Equal(text.Length, Rfc2047.DecodeText(text).Length);
        Assert.Equal(text.Length, Rfc2047.DecodePhrase(text).Length);
    }
}
