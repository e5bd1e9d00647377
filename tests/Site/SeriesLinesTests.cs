using Hookwork.Mail;
using Hookwork.Site.Rows;

namespace Hookwork.Tests.Site;

public sealed class SeriesLinesTests
{
    [Theory]
    [InlineData(ReviewTagKind.Acked, false)]
    [InlineData(ReviewTagKind.Nacked, false)]
    [InlineData(ReviewTagKind.Reviewed, false)]
    [InlineData(ReviewTagKind.Tested, true)]
    public void A_series_waits_for_review_until_somebody_says_yes_or_no(ReviewTagKind kind, bool waits)
    {
        var series = new SeriesRow(1, "Series", DateTimeOffset.UnixEpoch, null, "", 1, 1, 1, true);
        var tags = TagCounts.Of([new ReviewTag(kind, "A B <a@b.example>")]);

        Assert.Equal(waits, SeriesLines.Waits(new SeriesLine(series, tags, default, [], 0)));
    }
}
