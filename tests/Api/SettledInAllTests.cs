using System.Globalization;
using Hookwork.Api.Lists;
using Hookwork.Archive.Cursors;
using Hookwork.Archive.Events;

namespace Hookwork.Tests.Api;

public sealed class SettledInAllTests
{
    private const string Day = "2026-01-08T";

    private static readonly SettledEvents Busy = new(At("12:00:05", "12:00:04"), null)
    {
        Earlier = At("11:59:05", "11:59:03"),
        ReadTo = Time("12:00:34"),
    };

    [Fact]
    public void A_quiet_project_that_was_polled_later_holds_no_other_back() =>
        Assert.Equal(Busy.To, SettledInAll.Of([Busy, Quiet("12:00:35")]).To);

    [Fact]
    public void Events_that_were_read_after_the_poll_of_another_project_wait_for_the_next_one()
    {
        Assert.Equal(Busy.Earlier, SettledInAll.Of([Busy, Quiet("11:59:35")]).To);
        Assert.Equal("12:00:02", SettledInAll.Of([Busy, Read("12:00:03", "12:00:02", "11:59:35")]).To?.Date[11..]);
    }

    [Fact]
    public void The_first_events_after_quiet_hours_wait_for_the_poll_of_each_project()
    {
        var first = Busy with { Earlier = At("07:00:02", "07:00:01") };

        Assert.Equal(first.Earlier, SettledInAll.Of([first, Quiet("11:59:35")]).To);
        Assert.Equal(first.To, SettledInAll.Of([first, Quiet("12:00:35")]).To);
    }

    [Fact]
    public void The_first_poll_after_hours_without_the_server_waits_for_that_of_each_project()
    {
        var back = Read("12:00:05", "12:00:04", "11:59:30") with { Earlier = At("09:00:05", "09:00:03") };
        var polled = Read("12:00:09", "11:58:00", "11:59:36");

        Assert.Equal("09:00:02", SettledInAll.Of([back, Read("09:00:06", "09:00:02", "08:59:36")]).To?.Date[11..]);
        Assert.Equal("11:58:00", SettledInAll.Of([back, polled]).To?.Date[11..]);
        Assert.Equal(Day + "09:30:00", SettledInAll.Of([back, polled with { Before = Day + "09:30:00" }]).Before);
    }

    [Fact]
    public void The_oldest_unfinished_event_of_any_project_holds_all_back()
    {
        var unfinished = Busy with { Before = Day + "12:00:01" };

        Assert.Equal(
            Day + "11:59:59",
            SettledInAll.Of([unfinished, Quiet("12:00:35") with { Before = Day + "11:59:59" }]).Before
        );
    }

    [Fact]
    public void A_project_that_is_far_behind_or_was_never_read_holds_no_other_back()
    {
        var behind = Read("09:00:05", "09:00:00", "09:00:00") with { Before = Day + "08:00:00" };
        var begun = new SettledEvents(SettledEvents.None, Day + "01:00:00") { ReadTo = Time("00:00:01") };

        Assert.Equal(
            new SettledEvents(Busy.To, null),
            SettledInAll.Of([Busy, behind, begun, new SettledEvents(null, null)])
        );
    }

    private static SettledEvents Quiet(string readTo) => Read("07:00:01", "07:00:00", readTo);

    private static SettledEvents Read(string at, string date, string readTo) =>
        new(At(at, date), null) { ReadTo = Time(readTo) };

    private static Horizon At(string time, string date) => new(Time(time), Day + date, 0);

    private static DateTimeOffset Time(string time) =>
        DateTimeOffset.Parse($"{Day}{time}Z", CultureInfo.InvariantCulture);
}
