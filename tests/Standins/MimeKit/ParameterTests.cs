using System.Text;
using MimeKit;

namespace Hookwork.Tests.Standins.MimeKitTests;

/// <summary>Content types, dispositions and their parameters (RFC 2045, 2183 and 2231).</summary>
public sealed class ParameterTests
{
    [Theory]
    [InlineData("text/plain; charset=us-ascii", "charset", "us-ascii")]
    [InlineData("text/plain; charset=\"utf-8\"; format=flowed", "format", "flowed")]
    [InlineData("text/plain; CHARSET=utf-8", "charset", "utf-8")]
    [InlineData("text/plain; charset=utf-8;", "charset", "utf-8")]
    [InlineData("text/plain;;; charset=utf-8", "charset", "utf-8")]
    [InlineData("text/plain (a comment); charset=utf-8", "charset", "utf-8")]
    [InlineData("multipart/mixed; boundary=\"a \\\"b\\\" c\"", "boundary", "a \"b\" c")]
    [InlineData("application/pdf; name=an unquoted name.pdf; x=y", "name", "an unquoted name.pdf")]
    [InlineData("application/pdf; name*=utf-8''%C3%B6.pdf", "name", "ö.pdf")]
    [InlineData("application/pdf; name*=iso-8859-1'en'%F6.pdf", "name", "ö.pdf")]
    [InlineData("application/pdf; name*0=first; name*1=\" second\"", "name", "first second")]
    [InlineData("application/pdf; name*1=second; name*0=first", "name", "firstsecond")]
    [InlineData("application/pdf; name*0*=utf-8''%C3; name*1*=%B6; name*2=.pdf", "name", "ö.pdf")]
    [InlineData("application/pdf; name=plain.pdf; name*=utf-8''%C3%B6.pdf", "name", "ö.pdf")]
    [InlineData("application/pdf; name=\"=?utf-8?q?=C3=B6?=.pdf\"", "name", "ö.pdf")]
    [InlineData("application/pdf; name=\"first.pdf\"; name=second.pdf", "name", "first.pdf")]
    [InlineData("application/pdf; name=\"\"", "name", "")]
    public void Parameters_are_read(string text, string name, string value) =>
        Assert.Equal(value, ContentType.Parse(text).Parameters[name]);

    [Theory]
    [InlineData("")]
    [InlineData("text")]
    [InlineData("text/")]
    [InlineData("text/plain; charset")]
    [InlineData("text/plain; charset=")]
    [InlineData("text/plain x")]
    public void What_is_no_content_type_is_refused(string text)
    {
        Assert.False(ContentType.TryParse(text, out _));
        Assert.Throws<ParseException>(() => ContentType.Parse(text));
    }

    [Fact]
    public void Content_types_are_compared_in_any_case()
    {
        var type = ContentType.Parse("Text/HTML");

        Assert.Equal("Text/HTML", type.MimeType);
        Assert.True(type.IsMimeType("text", "html"));
        Assert.True(type.IsMimeType("*", "html"));
        Assert.True(type.IsMimeType("text", "*"));
        Assert.False(type.IsMimeType("text", "plain"));
    }

    [Fact]
    public void Content_types_are_written()
    {
        var type = new ContentType("text", "plain") { Charset = "utf-8", Name = "ö.txt" };

        Assert.Equal("Content-Type: text/plain; charset=\"utf-8\"; name=\"ö.txt\"", type.ToString());
        Assert.Equal("Content-Type: text/plain; charset=utf-8; name*=iso-8859-1''%F6.txt", type.ToString(Encoding.UTF8, true));
    }

    [Theory]
    [InlineData("attachment; filename=x.txt", "attachment", "x.txt")]
    [InlineData("inline", "inline", null)]
    [InlineData("\"attachment\"; filename=x.txt", "attachment", "x.txt")]
    [InlineData("; filename=x.txt", "attachment", "x.txt")]
    [InlineData("ATTACHMENT; filename*=utf-8''%C3%B6", "ATTACHMENT", "ö")]
    public void Dispositions_are_read(string text, string disposition, string? fileName)
    {
        var read = ContentDisposition.Parse(text);
        Assert.Equal((disposition, fileName), (read.Disposition, read.FileName));
    }

    [Fact]
    public void Dates_and_size_of_a_file_are_read()
    {
        var read = ContentDisposition.Parse("attachment; creation-date=\"Mon, 01 Dec 2025 16:55:02 +0000\"; size=12");

        Assert.True(read.IsAttachment);
        Assert.Equal(12, read.Size);
        Assert.Equal(new DateTimeOffset(2025, 12, 1, 16, 55, 2, TimeSpan.Zero), read.CreationDate);
        Assert.Null(read.ReadDate);
    }

    [Fact]
    public void Changing_a_parameter_changes_the_header()
    {
        var part = new MimePart("application", "pdf") { FileName = "x.pdf" };

        Assert.Equal("attachment; filename=x.pdf", part.Headers["Content-Disposition"]);
        Assert.Equal("application/pdf; name=x.pdf", part.Headers["Content-Type"]);

        part.Headers["Content-Type"] = "text/csv; name=y.csv";
        Assert.Equal("y.csv", part.ContentType.Name);
    }
}
