using System.Text;
using System.Text.Json;
using MimeKit;
using MimeKit.Utils;

namespace Hookwork.Tests.Standins.MimeKitTests;

/// <summary>The mails of the recorded server.</summary>
public sealed class RecordedMailTests
{
    /// <summary>What Patchwork writes in place of the headers that described the content before it changed it.</summary>
    private static readonly string[] Replaced = ["Content-Type", "Content-Transfer-Encoding", "MIME-Version"];

    [Fact]
    public void There_are_mails_to_test_with() => Assert.Equal(522, Mail.Recorded.Count);

    [Fact]
    public void A_mail_written_back_is_what_was_read()
    {
        foreach (var (_, _, octets) in Mail.Recorded)
        {
            var parser = new MimeParser(new MemoryStream(octets), MimeFormat.Mbox);
            var message = parser.ParseMessage();
            Assert.True(parser.IsEndOfStream);
            Assert.Equal(Encoding.UTF8.GetString(octets), $"{parser.MboxMarker}\n{Encoding.UTF8.GetString(Mail.Write(message))}");
        }
    }

    [Theory]
    [InlineData("patch", "patches.jsonl.gz")]
    [InlineData("cover", "covers.jsonl.gz")]
    public void Headers_and_content_are_those_that_the_api_shows(string kind, string file)
    {
        var mails = Mail.Recorded.Where(mail => mail.Kind == kind).ToDictionary(mail => mail.Id, mail => mail.Octets);
        var count = 0;
        foreach (var line in Mail.ReadLines(file))
        {
            if (!mails.TryGetValue(line.GetProperty("id").GetInt32(), out var octets))
                continue;

            var message = Assert.Single(Mail.ParseMbox(octets));
            CheckHeaders(line.GetProperty("headers"), message);
            CheckContent(line, message);
            count++;
        }

        Assert.Equal(mails.Count, count);
    }

    [Fact]
    public void Mails_in_a_row_come_apart_again()
    {
        var whole = Mail.Recorded.Take(40).SelectMany((mail, i) => i == 39 ? mail.Octets : [.. mail.Octets, (byte)'\n']).ToArray();
        var expected = Mail.Recorded.Take(40).Select(mail => Mail.ParseMbox(mail.Octets)[0]).ToList();
        var actual = Mail.ParseMbox(whole);

        Assert.Equal(expected.Select(message => message.MessageId), actual.Select(message => message.MessageId));
        Assert.Equal(expected.Select(message => message.TextBody), actual.Select(message => message.TextBody));
    }

    [Fact]
    public async Task Reading_asynchronously_reads_the_same()
    {
        foreach (var (_, _, octets) in Mail.Recorded.Take(50))
        {
            var expected = Mail.ParseMbox(octets)[0];
            var actual = await new MimeParser(new MemoryStream(octets), MimeFormat.Mbox).ParseMessageAsync();
            Assert.Equal(Mail.Write(expected), Mail.Write(actual));
        }
    }

    private static void CheckHeaders(JsonElement headers, MimeMessage message)
    {
        var body = Assert.IsType<TextPart>(message.Body);
        foreach (var property in headers.EnumerateObject().Where(property => !Replaced.Contains(property.Name)))
        {
            var values = property.Value.ValueKind == JsonValueKind.Array
                ? property.Value.EnumerateArray().Select(value => value.GetString()!)
                : [property.Value.GetString()!];
            Assert.Equal(
                values.Select(value => Header.Unfold(Rfc2047.DecodeText(Encoding.UTF8.GetBytes(value)))),
                message.Headers.Where(header => header.Field == property.Name).Select(header => header.Value));
        }

        var from = headers.GetProperty("From").GetString()!;
        Assert.Equal(InternetAddressList.Parse(from), message.From);
        Assert.Equal(headers.GetProperty("Message-ID").GetString(), $"<{message.MessageId}>");
        Assert.Equal(headers.GetProperty("Date").GetString()!.Replace(",  ", ", 0", StringComparison.Ordinal),
            DateUtils.FormatDate(message.Date));
        Assert.Equal("utf-8", body.ContentType.Charset);
        Assert.Contains(body.ContentTransferEncoding, new[] { ContentEncoding.SevenBit, ContentEncoding.EightBit });
    }

    private static void CheckContent(JsonElement line, MimeMessage message)
    {
        // Patchwork puts the trailers of replies at the end of the commit message.
        var commitMessage = line.GetProperty("content").GetString()!.Split("\n---\n")[0];
        Assert.StartsWith(commitMessage.TrimEnd(), message.TextBody, StringComparison.Ordinal);
        if (line.TryGetProperty("diff", out var diff) && diff.GetString() is { Length: > 0 } text)
            Assert.Contains(text.Trim(), message.TextBody, StringComparison.Ordinal);
    }
}
