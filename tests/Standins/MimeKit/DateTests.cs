using MimeKit.Utils;

namespace Hookwork.Tests.Standins.MimeKitTests;

/// <summary>Dates (RFC 5322, section 3.3) and what agents write instead of them.</summary>
public sealed class DateTests
{
    [Theory]
    [InlineData("Mon, 01 Dec 2025 16:55:02 +0000", "2025-12-01T16:55:02+00:00")]
    [InlineData("Mon, 1 Dec 2025 16:55:02 -0800", "2025-12-01T16:55:02-08:00")]
    [InlineData("1 Dec 2025 16:55 +0530", "2025-12-01T16:55:00+05:30")]
    [InlineData("Tue, 02 Dec 2025 09:00:00 EST", "2025-12-02T09:00:00-05:00")]
    [InlineData("Tue, 02 Dec 2025 09:00:00 GMT", "2025-12-02T09:00:00+00:00")]
    [InlineData("Tue, 02 Dec 2025 09:00:00 +0100 (CET)", "2025-12-02T09:00:00+01:00")]
    [InlineData("Tue, 02 Dec 25 09:00:00 Z", "2025-12-02T09:00:00+00:00")]
    [InlineData("Tue, 02 Dec 97 09:00:00 +0000", "1997-12-02T09:00:00+00:00")]
    [InlineData("Tue, 02 Dec 2025 09:00:00 A", "2025-12-02T09:00:00+01:00")]
    [InlineData("Tue, 02 Dec 2025 09:00:00 NOWHERE", "2025-12-02T09:00:00+00:00")]
    [InlineData("(a comment) Tue, 02 (another) Dec 2025 09:00:00 +0200", "2025-12-02T09:00:00+02:00")]
    [InlineData("Tue Dec  2 09:00:00 2025", "2025-12-02T09:00:00+00:00")]
    [InlineData("2025-12-02 09:00:00 +0200", "2025-12-02T09:00:00+02:00")]
    [InlineData("Tuesday, 2 December 2025 09:00:00 +0000", "2025-12-02T09:00:00+00:00")]
    [InlineData(" Tue,\r\n 02 Dec 2025 09:00:00\r\n +0000\r\n", "2025-12-02T09:00:00+00:00")]
    public void Dates_are_read(string text, string expected)
    {
        Assert.True(DateUtils.TryParse(text, out var date));
        Assert.Equal(expected, date.ToString("yyyy-MM-ddTHH:mm:sszzz"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("today")]
    [InlineData("Mon, 32 Dec 2025 16:55:02 +0000")]
    [InlineData("Mon, 31 Feb 2025 16:55:02 +0000")]
    [InlineData("Mon, 01 Dec")]
    [InlineData("99999999999999999999")]
    public void What_is_no_date_is_refused(string text)
    {
        Assert.False(DateUtils.TryParse(text, out var date));
        Assert.Equal(default, date);
    }

    [Theory]
    [InlineData("2025-12-01T16:55:02+00:00", "Mon, 01 Dec 2025 16:55:02 +0000")]
    [InlineData("2025-12-01T06:05:02-03:30", "Mon, 01 Dec 2025 06:05:02 -0330")]
    public void Dates_are_written(string date, string expected) =>
        Assert.Equal(expected, DateUtils.FormatDate(DateTimeOffset.Parse(date)));

    [Fact]
    public void A_message_without_a_date_has_the_default_date() =>
        Assert.Equal(DateTimeOffset.MinValue, Mail.Parse("Date: never\n\n").Date);
}
