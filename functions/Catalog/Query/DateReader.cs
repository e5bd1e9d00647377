using System.Globalization;
using Hookwork.Catalog.Query.Nodes;

namespace Hookwork.Catalog.Query;

/// <summary>Parses the value of <c>d:</c>: a day, a longer period, a moment, or a range of them, in UTC.</summary>
internal sealed class DateReader(TimeProvider time)
{
    /// <summary>What <c>d:</c> expects, for error messages.</summary>
    public const string Expected =
        "YYYYMMDD, YYYYMMDD.., ..YYYYMMDD, YYYYMMDD..YYYYMMDD, or 2.weeks.ago.. and the like";

    private static readonly (string Format, Func<DateTime, DateTime> End)[] Formats =
    [
        ("yyyyMMdd", start => start.AddDays(1)),
        ("yyyy-MM-dd", start => start.AddDays(1)),
        ("yyyyMM", start => start.AddMonths(1)),
        ("yyyy-MM", start => start.AddMonths(1)),
        ("yyyy", start => start.AddYears(1)),
        ("yyyyMMddHHmmss", start => start.AddSeconds(1)),
        ("yyyy-MM-dd'T'HH:mm:ss", start => start.AddSeconds(1)),
        ("yyyy-MM-dd'T'HH:mm:ss'Z'", start => start.AddSeconds(1)),
    ];

    /// <summary>The range; null if it is invalid.</summary>
    public DateNode? Read(string value)
    {
        value = value.Trim();
        var dots = value.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0)
            return Period(value, alone: true) is var (start, end) ? new DateNode(start, end) : null;

        var (first, last) = (value[..dots].Trim(), value[(dots + 2)..].Trim());
        var from = first.Length == 0 ? null : Period(first, alone: false);
        var until = last.Length == 0 ? null : Period(last, alone: false);
        if (from is null && until is null || from is null && first.Length > 0 || until is null && last.Length > 0)
            return null;
        return new DateNode(from?.Start, until?.End);
    }

    private (DateTime Start, DateTime End)? Period(string text, bool alone)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        foreach (var (format, end) in Formats)
        {
            if (DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, Utc, out var start))
                return start.Year < 9999 ? (start, end(start)) : null;
        }

        var now = time.GetUtcNow().UtcDateTime;
        var words = FieldValues.Lower(text).Split(['.', ' '], StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            ["today"] => Day(now),
            ["yesterday"] => Day(now.AddDays(-1)),
            ["now"] => Moment(now, alone),
            ["last", var unit] => Moment(Ago(now, 1, unit), alone),
            [var count, var unit, .. [] or ["ago"]] when int.TryParse(count, NumberStyles.None, null, out var number) =>
                Moment(Ago(now, number, unit), alone),
            _ => null,
        };
    }

    /// <summary>A moment covers one second as a bound, and its whole day alone.</summary>
    private static (DateTime, DateTime)? Moment(DateTime? moment, bool alone)
    {
        if (moment is not { } at)
            return null;
        var second = new DateTime(at.Ticks - at.Ticks % TimeSpan.TicksPerSecond, DateTimeKind.Utc);
        return alone ? Day(at) : (second, second.AddSeconds(1));
    }

    private static (DateTime, DateTime)? Day(DateTime moment) => (moment.Date, moment.Date.AddDays(1));

    private static DateTime? Ago(DateTime now, int count, string unit) =>
        unit.TrimEnd('s') switch
        {
            "second" or "sec" => Back(now, count, TimeSpan.TicksPerSecond),
            "minute" or "min" => Back(now, count, TimeSpan.TicksPerMinute),
            "hour" => Back(now, count, TimeSpan.TicksPerHour),
            "day" => Back(now, count, TimeSpan.TicksPerDay),
            "week" => Back(now, count, 7 * TimeSpan.TicksPerDay),
            "month" => count < now.Year * 12 - 12 ? now.AddMonths(-count) : null,
            "year" => count < now.Year - 1 ? now.AddYears(-count) : null,
            _ => null,
        };

    private static DateTime? Back(DateTime now, long count, long ticks) =>
        count < now.Ticks / ticks - 1 ? now.AddTicks(-count * ticks) : null;
}
