using FsCheck;
using FsCheck.Fluent;
using Hookwork.SelfHost.Timers;

namespace Hookwork.Tests.SelfHost;

public sealed class NcrontabTests
{
    [Theory]
    [InlineData("0 * * * * *", "2024-02-28T23:59:30", "2024-02-29T00:00:00")]
    [InlineData("* * * * *", "2024-02-28T23:59:30", "2024-02-29T00:00:00")]
    [InlineData("*/15 * * * * *", "2024-01-01T00:00:15", "2024-01-01T00:00:30")]
    [InlineData("0 */5 * * * *", "2024-01-01T00:05:00", "2024-01-01T00:10:00")]
    [InlineData("0 5/20 * * * *", "2024-01-01T00:06:00", "2024-01-01T00:25:00")]
    [InlineData("30 10,40 8-10 * * *", "2024-01-01T10:40:30", "2024-01-02T08:10:30")]
    [InlineData("0 0 0 * jan,jul Mon-Fri", "2024-01-31T12:00:00", "2024-07-01T00:00:00")]
    [InlineData("0 0 0 * JANUARY sunday", "2024-01-01T00:00:00", "2024-01-07T00:00:00")]
    [InlineData("0 0 0 29 2 *", "2023-01-01T00:00:00", "2024-02-29T00:00:00")]
    [InlineData("0 0 0 29 2 1", "2089-01-01T00:00:00", "2112-02-29T00:00:00")]
    [InlineData("0 0 0 13 * 5", "2024-01-01T00:00:00", "2024-09-13T00:00:00")]
    [InlineData("0 0 9-17/4 * * *", "2024-01-01T13:00:00", "2024-01-01T17:00:00")]
    [InlineData("  0   0 0 1 1 *  ", "2024-01-01T00:00:00", "2025-01-01T00:00:00")]
    public void Finds_the_next_occurrence(string text, string after, string next)
    {
        Assert.True(Ncrontab.TryParse(text, out var schedule, out _));

        Assert.Equal(Utc(next), schedule.Next(Utc(after)));
    }

    [Theory]
    [InlineData("", "0 fields")]
    [InlineData("* * * *", "4 fields")]
    [InlineData("* * * * * * *", "7 fields")]
    [InlineData("60 * * * * *", "\"60\" is not between 0 and 59 in the field second")]
    [InlineData("* * 24 * * *", "\"24\" is not between 0 and 23 in the field hour")]
    [InlineData("* * * 0 * *", "\"0\" is not between 1 and 31 in the field day")]
    [InlineData("* * * * 13 *", "\"13\" is not between 1 and 12 in the field month")]
    [InlineData("* * * * * 7", "\"7\" is not between 0 and 6 in the field day of week")]
    [InlineData("* * * * * fri-mon", "\"fri-mon\" runs backwards in the field day of week")]
    [InlineData("*/0 * * * * *", "\"*/0\" has no step of 1 or more in the field second")]
    [InlineData("*/ * * * * *", "\"*/\" has no step of 1 or more in the field second")]
    [InlineData("1, * * * * *", "\"\" is not between 0 and 59 in the field second")]
    [InlineData("-1 * * * * *", "\"\" is not between 0 and 59 in the field second")]
    [InlineData("? * * * * *", "\"?\" is not between 0 and 59 in the field second")]
    [InlineData("* * * * ju *", "\"ju\" is not between 1 and 12 in the field month")]
    [InlineData("00:05:00", "1 field")]
    public void Tells_what_is_wrong(string text, string reason)
    {
        Assert.False(Ncrontab.TryParse(text, out _, out var told));

        Assert.Contains(reason, told, StringComparison.Ordinal);
    }

    [Fact]
    public void Knows_that_a_day_never_comes()
    {
        Assert.True(Ncrontab.TryParse("0 0 0 30 2 *", out var schedule, out _));

        Assert.Null(schedule.Next(Utc("2024-01-01T00:00:00")));
        Assert.Null(schedule.Next(DateTime.MaxValue));
    }

    [Fact]
    public void Finds_what_counting_every_second_finds() => Prop.ForAll(
        Arb.From(Gen.Zip(Schedules(), Moments())),
        sample =>
        {
            var (fields, after) = sample;
            Assert.True(Ncrontab.TryParse(string.Join(' ', fields.Select(field => field.Text)), out var schedule, out _));
            return schedule.Next(after) == Count([.. fields.Select(field => field.Values)], after);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Throws_for_no_text_whatever() => Prop.ForAll(
        Arb.From(Gen.OneOf(ArbMap.Default.GeneratorFor<string>().Where(text => text is not null), Noise())),
        text =>
        {
            if (Ncrontab.TryParse(text, out var schedule, out var reason)) return schedule.Next(Utc("2024-01-01T00:00:00")) is null or { Second: >= 0 };
            return reason.Length > 0;
        }).QuickCheckThrowOnFailure();

    private static DateTime Utc(string text) => DateTime.SpecifyKind(DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture), DateTimeKind.Utc);

    private static Gen<DateTime> Moments() =>
        from seconds in Gen.Choose(0, 40 * 365 * 24 * 3600)
        from ticks in Gen.Elements(0L, 1, TimeSpan.TicksPerSecond / 2, TimeSpan.TicksPerSecond - 1)
        select new DateTime(1999, 12, 30, 0, 0, 0, DateTimeKind.Utc).AddSeconds(seconds).AddTicks(ticks);

    private static Gen<string> Noise() =>
        Gen.Elements("*", "/", "-", ",", " ", "0", "9", "61", "jan", "Sun", "L", "#", "99999999999", "５").ListOf().Select(parts => string.Concat(parts));

    /// <summary>A field as text, and the values it means.</summary>
    private static Gen<(string Text, HashSet<int> Values)> Field(int least, int most)
    {
        var part =
            from first in Gen.Choose(least, most)
            from last in Gen.Choose(first, most)
            from step in Gen.Choose(1, most)
            from form in Gen.Choose(0, 5)
            select form switch
            {
                0 => ("*", Enumerable.Range(least, most - least + 1)),
                1 => ($"*/{step}", Steps(least, most, step)),
                2 => ($"{first}-{last}", Enumerable.Range(first, last - first + 1)),
                3 => ($"{first}-{last}/{step}", Steps(first, last, step)),
                4 => ($"{first}/{step}", Steps(first, most, step)),
                _ => ($"{first}", [first]),
            };
        return
            from parts in part.NonEmptyListOf()
            let few = parts.Take(3).ToList()
            select (string.Join(',', few.Select(one => one.Item1)), few.SelectMany(one => one.Item2).ToHashSet());
    }

    private static IEnumerable<int> Steps(int first, int last, int step) => Enumerable.Range(first, last - first + 1).Where(value => (value - first) % step == 0);

    private static Gen<(string Text, HashSet<int> Values)[]> Schedules() =>
        from second in Field(0, 59)
        from minute in Field(0, 59)
        from hour in Field(0, 23)
        from day in Field(1, 31)
        from month in Field(1, 12)
        from dayOfWeek in Field(0, 6)
        select new[] { second, minute, hour, day, month, dayOfWeek };

    private static DateTime? Count(HashSet<int>[] fields, DateTime after)
    {
        for (var day = after.Date; day < after.AddYears(41); day = day.AddDays(1))
        {
            if (!fields[3].Contains(day.Day) || !fields[4].Contains(day.Month) || !fields[5].Contains((int)day.DayOfWeek)) continue;
            for (var moment = day; moment < day.AddDays(1); moment = moment.AddSeconds(1))
            {
                if (moment > after && fields[0].Contains(moment.Second) && fields[1].Contains(moment.Minute) && fields[2].Contains(moment.Hour)) return moment;
            }
        }

        return null;
    }
}
