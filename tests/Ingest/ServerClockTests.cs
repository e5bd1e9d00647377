using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Hookwork.Ingest;
using Hookwork.Patchwork;
using Microsoft.Extensions.Configuration;

namespace Hookwork.Tests.Ingest;

public sealed class ServerClockTests
{
    [Theory]
    [InlineData("UTC", "2026-01-01T00:00:00", "2026-01-01T00:02:00Z")]
    [InlineData("UTC", "2026-01-01T00:00:00.123456", "2026-01-01T00:02:00.123456Z")]
    [InlineData(null, "2026-01-01T00:00:00", "2026-01-01T12:02:00Z")]
    [InlineData("Australia/Sydney", "2026-01-01T00:00:00", "2025-12-31T13:02:00Z")]
    [InlineData("Australia/Sydney", "2026-07-01T00:00:00", "2026-06-30T14:02:00Z")]
    // The ambiguous hour at the end of daylight saving time: the later instant.
    [InlineData("Australia/Sydney", "2026-04-05T02:30:00", "2026-04-04T16:32:00Z")]
    // The skipped hour at the start of daylight saving time.
    [InlineData("Australia/Sydney", "2025-10-05T02:30:00", "2025-10-04T16:32:00Z")]
    [InlineData("America/New_York", "2026-11-01T01:30:00", "2026-11-01T06:32:00Z")]
    public void Knows_when_a_change_is_surely_visible(string? zone, string date, string expected) =>
        Assert.Equal(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), Clock(zone).VisibleBy(date));

    [Theory]
    [InlineData("Australia/Sydney", "2026-01-01T00:00:00", "2025-12-31T13:00:00Z")]
    [InlineData("Australia/Sydney", "2025-10-05T02:30:00", "2025-10-04T16:30:00Z")]
    [InlineData("America/New_York", "9999-12-31T23:59:59", "2026-03-01T12:00:00Z")]
    [InlineData("Australia/Sydney", "0001-01-01T00:00:00", "2026-03-01T12:00:00Z")]
    public void The_time_of_a_date_that_has_none_in_UTC_is_now(string zone, string date, string expected) =>
        Assert.Equal(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), Clock(zone).At(date, null));

    [Theory]
    [InlineData("UTC", "2026-03-01T11:00:00", false)]
    [InlineData("UTC", "2026-03-01T11:55:00", true)]
    [InlineData("UTC", "2026-03-01T12:05:00", true)]
    [InlineData(null, "2026-03-01T00:30:00", true)]
    [InlineData(null, "2026-02-28T23:30:00", false)]
    [InlineData(null, "nonsense", false)]
    public void Tells_young_events_from_old_ones(string? zone, string date, bool young) =>
        Assert.Equal(young, Clock(zone).IsYoung(date));

    [Theory]
    [InlineData("UTC", "2026-03-01T12:30:00", true)]
    [InlineData("UTC", "2026-03-01T13:30:00", false)]
    [InlineData(null, "2026-03-02T02:30:00", true)]
    [InlineData(null, "2026-03-02T03:30:00", false)]
    [InlineData("Australia/Sydney", "2026-03-01T23:30:00", true)]
    [InlineData("Australia/Sydney", "2026-03-02T00:30:00", false)]
    [InlineData("UTC", "9999-12-31T23:59:59", false)]
    [InlineData("UTC", "nonsense", false)]
    public void A_date_that_no_clock_shows_yet_has_not_come(string? zone, string date, bool has) =>
        Assert.Equal(has, Clock(zone).HasCome(date));

    [Theory]
    [InlineData("2026-01-01T00:01:00", "2025-12-31T23:59:00.000000")]
    [InlineData("2026-01-01T00:02:00.000001", "2026-01-01T00:00:00.000001")]
    [InlineData("nonsense", "nonsense")]
    [InlineData("0001-01-01T00:00:00", "0001-01-01T00:00:00")]
    public void Steps_back_in_the_servers_own_words(string date, string expected) =>
        Assert.Equal(expected, ServerClock.Earlier(date, TimeSpan.FromMinutes(2)));

    [Theory]
    [InlineData("2026-01-01T00:00:00.000001", "2026-01-01T00:00:00", true)]
    [InlineData("2026-01-01T00:00:00", "2026-01-01T00:00:00", false)]
    [InlineData("2026-01-01T00:00:00", "0001-01-01T00:00:00", true)]
    [InlineData("9999-12-31", "2026-01-01T00:00:00", true)]
    [InlineData("2026-01-01T00:00:00", "nonsense", false)]
    public void Every_date_is_in_order_the_first_and_the_last_too(string date, string other, bool later) =>
        Assert.Equal(later, ServerClock.IsLater(date, other));

    [Fact]
    public void Any_text_is_a_date_or_none() =>
        Prop.ForAll<string?>(text =>
            {
                foreach (var clock in new[] { Clock(null), Clock("Australia/Sydney") })
                {
                    clock.VisibleBy(text ?? "");
                    clock.IsYoung(text ?? "");
                    clock.HasCome(text ?? "");
                }
                ServerClock.IsLater(text ?? "", text);
                ServerClock.Earlier(text ?? "", TimeSpan.FromHours(3));
            })
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Any_date_is_in_some_order() =>
        Prop.ForAll<DateTime, DateTime>(
                (one, other) =>
                {
                    var (first, second) = (
                        one.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff"),
                        other.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff")
                    );
                    Clock("Australia/Sydney").VisibleBy(first);
                    Assert.False(ServerClock.IsLater(first, second) && ServerClock.IsLater(second, first));
                    Assert.False(ServerClock.IsLater(ServerClock.Earlier(first, TimeSpan.FromHours(3)), first));
                }
            )
            .QuickCheckThrowOnFailure();

    /// <summary>Patchwork's own default. Debian 13 and Ubuntu 24.04 have this name in a package of its own.</summary>
    [Fact]
    public void The_zone_of_Canberra_is_known_by_the_name_that_every_machine_has() =>
        Assert.Equal(
            "Australia/Sydney",
            PatchworkSettings
                .Read(
                    new ConfigurationBuilder()
                        .AddInMemoryCollection([
                            new("Patchwork:Url", "http://patchwork.example.org/"),
                            new("Patchwork:TimeZone", "Australia/Canberra"),
                        ])
                        .Build()
                )
                .TimeZone!.Id
        );

    /// <summary>A clock at 12:00 UTC on 1 March 2026.</summary>
    private static ServerClock Clock(string? zone)
    {
        var time = new TestClock(stands: true);
        time.Set(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        return new ServerClock(
            new PatchworkSettings
            {
                Url = new Uri("http://patchwork.example.org/"),
                TimeZone = zone is null ? null : TimeZoneInfo.FindSystemTimeZoneById(zone),
            },
            time
        );
    }
}
