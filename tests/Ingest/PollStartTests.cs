using System.Globalization;
using Hookwork.Archive.Cursors;
using Hookwork.Ingest;
using Hookwork.Ingest.Polling;
using Hookwork.Patchwork;

namespace Hookwork.Tests.Ingest;

public sealed class PollStartTests
{
    [Theory]
    [InlineData("2026-01-01T08:00:00", null, null, "2026-01-01T09:00:00.000000")]
    // An hour after a first start at the newest event, older ones are not read.
    [InlineData("2026-01-01T11:00:00", null, null, "2026-01-01T10:58:00.000000")]
    [InlineData("2026-01-01T11:00:00", null, "2026-01-01T11:03:00Z", "2026-01-01T10:58:00.000000")]
    // The server dates them with a clock that may be slow.
    [InlineData("2026-01-01T11:00:00", null, "2026-01-01T12:03:00Z", "2026-01-01T10:58:00.000000")]
    // Each one from before it was visible by then.
    [InlineData("2026-01-01T11:00:00", null, "2026-01-01T12:05:00Z", "2026-01-01T11:00:00")]
    [InlineData("", null, null, "2026-01-01T09:00:00.000000")]
    [InlineData("2026-01-01T08:00:00", "2026-01-01T08:30:00", null, "2026-01-01T08:30:00")]
    public void A_poll_reads_some_hours_again_but_not_from_before_the_first(
        string start,
        string? settled,
        string? caughtUp,
        string expected
    )
    {
        var cursor = new Cursor
        {
            Project = 14,
            Start = start,
            Settled = settled is null ? null : new Horizon(default, settled, 1),
            CaughtUpAt = caughtUp is null ? null : DateTimeOffset.Parse(caughtUp, CultureInfo.InvariantCulture),
        };
        var server = new PatchworkSettings
        {
            Url = new Uri("http://patchwork.example.org/"),
            TimeZone = TimeZoneInfo.Utc,
        };

        Assert.Equal(
            expected,
            PollStart.Of(
                cursor,
                "2026-01-01T12:00:00",
                TimeSpan.FromHours(3),
                TimeSpan.FromMinutes(2),
                new ServerClock(server, TimeProvider.System)
            )
        );
    }
}
