using Hookwork.Catalog.Query;

namespace Hookwork.Tests.Catalog;

/// <summary>Dates, against what git makes of them.</summary>
public sealed class ApproxidateTests
{
    private static readonly string[] Inputs =
    [
        "now",
        "yesterday",
        "noon",
        "midnight",
        "tea",
        "noon.yesterday",
        "yesterday.noon",
        "never",
        "last.friday",
        "last.sunday",
        "last.monday",
        "2.tuesdays.ago",
        "last.week",
        "last.month",
        "last.year",
        "1.second.ago",
        "90.minutes.ago",
        "5.hours.ago",
        "2.weeks.ago",
        "two.weeks.ago",
        "ten days ago",
        "3.days.ago.noon",
        "1.day",
        "18.months.ago",
        "2.years.ago",
        "1.year.2.months.ago",
        "10am.yesterday",
        "3.PM",
        "12:30",
        "12:30:45.yesterday",
        "@1772323200",
        "1772323200",
        "2026-03-01T00:00",
        "2026-03-01 12:30:15",
        "2026-03-01T00:00:00Z",
        "2026-03-01T00:00:00+0200",
        "March.1.2026",
        "1.March.2026",
        "mar 1 2025 12:00",
        "jan.5",
        "5 january",
        "may",
        "december",
        "6/24/2025",
        "24.6.2025",
        "2025/06/24",
        .. "january february march april june july august september october november feb apr jun jul aug sep oct nov".Split(
            ' '
        ),
        .. "sunday monday tuesday wednesday thursday friday saturday".Split(' ').Select(day => $"last.{day}"),
        .. "sundays mondays tuesdays wednesdays thursdays fridays saturdays".Split(' ').Select(day => $"3.{day}.ago"),
        .. "one two three four five six seven eight nine ten".Split(' ').Select(number => $"{number}.days.ago"),
        "3.days.ago.at.noon",
        "1st of march 2025",
        "2nd march 2025",
        "4th.march.2025",
        "1.day.and.2.hours.ago",
        "00:00",
        "23:59:59",
        "01:02:03",
        "12.31.2024",
        "31.12.2024",
        "1/1/2025",
        "1/31/2025",
        "12/1/2024",
        "28.2.2025",
        "2024-02-29",
        "1999-12-31 23:59",
        "5 march 99",
        "5 march 70",
        "5 march 20",
    ];

    [ClientFact("git")]
    public async Task Are_read_as_git_reads_them()
    {
        // The sources may be no repository, or that of another user, where git refuses to work.
        using var folder = new ClientFolder();
        await folder.GitAsync("init", "-q");
        var before = DateTime.UtcNow;
        var read = (await folder.GitAsync(["rev-parse", .. Inputs.Select(input => $"--since={input}")])).Split('\n');
        var after = DateTime.UtcNow;

        Assert.Equal(Inputs.Length, read.Length);
        Assert.All(
            Inputs.Zip(read),
            pair =>
            {
                var git = DateTime.UnixEpoch.AddSeconds(long.Parse(pair.Second["--max-age=".Length..]));
                var ours = Enumerable
                    .Range(0, (int)(after - before).TotalSeconds + 2)
                    .Select(seconds => Approxidate.Read(pair.First, before.AddSeconds(seconds)));
                Assert.Contains(git, ours.Select(moment => moment!.Value));
            }
        );
    }

    [Theory]
    [InlineData("1.fortnight.ago", "2024-05-01T10:20:30")]
    [InlineData("2.fortnights", "2024-04-17T10:20:30")]
    [InlineData("noon", "2024-05-14T12:00:00")]
    [InlineData("tea", "2024-05-14T17:00:00")]
    [InlineData("last.friday", "2024-05-10T10:20:30")]
    [InlineData("last.wednesday", "2024-05-08T10:20:30")]
    [InlineData("March.1.2026", "2026-03-01T10:20:30")]
    [InlineData("june", "2023-06-15T10:20:30")]
    public void Are_relative_to_the_clock(string typed, string expected) =>
        Assert.Equal(expected, Approxidate.Read(typed, FixedClock.Instance.GetUtcNow().UtcDateTime)?.ToString("s"));

    [Theory]
    [InlineData("friday")]
    [InlineData("tomorrow")]
    [InlineData("yesterweek")]
    [InlineData("3.blinks.ago")]
    [InlineData("ago")]
    [InlineData("500")]
    [InlineData("99999999999.weeks.ago")]
    [InlineData("9999999.months.ago")]
    [InlineData("")]
    [InlineData("a=b")]
    public void Git_takes_these_for_now_and_Hookwork_refuses_them(string typed) =>
        Assert.Null(Approxidate.Read(typed, FixedClock.Instance.GetUtcNow().UtcDateTime));
}
