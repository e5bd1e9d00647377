using System.Diagnostics.CodeAnalysis;

namespace Hookwork.SelfHost.Timers;

/// <summary>
/// A schedule as timer triggers have it: six fields (second, minute, hour, day, month, day of week; five leave out the
/// second), in UTC. A field is <c>*</c> or a list of values, ranges and steps (<c>1,10-20,*/15</c>); months and days of week
/// may be named. A day must fit both its fields, unlike in cron. See
/// https://learn.microsoft.com/azure/azure-functions/functions-bindings-timer#ncrontab-expressions.
/// </summary>
public sealed class Ncrontab
{
    // The rarest day there is, a 29 February on a given day of week over a century without one, comes within 40 years.
    private const int YearsAhead = 41;

    private static readonly string[] s_months =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    private static readonly string[] s_days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    private readonly string _text;
    private readonly NcrontabField _second;
    private readonly NcrontabField _minute;
    private readonly NcrontabField _hour;
    private readonly NcrontabField _day;
    private readonly NcrontabField _month;
    private readonly NcrontabField _dayOfWeek;

    private Ncrontab(string text)
    {
        _text = text;
        var fields = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields is not { Length: 5 or 6 }) throw new FormatException($"it has {fields.Length} {(fields.Length == 1 ? "field" : "fields")}");
        if (fields.Length == 5) fields = ["0", .. fields];
        _second = NcrontabField.Parse(fields[0], "second", 0, 59, []);
        _minute = NcrontabField.Parse(fields[1], "minute", 0, 59, []);
        _hour = NcrontabField.Parse(fields[2], "hour", 0, 23, []);
        _day = NcrontabField.Parse(fields[3], "day", 1, 31, []);
        _month = NcrontabField.Parse(fields[4], "month", 1, 12, s_months);
        _dayOfWeek = NcrontabField.Parse(fields[5], "day of week", 0, 6, s_days);
    }

    /// <summary>Reads a schedule.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="reason">What is wrong with the expression, as a part of a sentence.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out Ncrontab? schedule, [NotNullWhen(false)] out string? reason)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            (schedule, reason) = (new Ncrontab(text), null);
            return true;
        }
        catch (FormatException exception)
        {
            (schedule, reason) = (null, exception.Message);
            return false;
        }
    }

    /// <summary>The first occurrence after a moment.</summary>
    /// <param name="after">The moment, in UTC.</param>
    /// <returns>The occurrence, to the second; <see langword="null"/> for a day that never comes, such as 30 February.</returns>
    public DateTime? Next(DateTime after)
    {
        var start = new DateTime(after.Ticks - (after.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc);
        if (start >= DateTime.MaxValue.AddDays(-1)) return null;
        start = start.AddSeconds(1);

        if (HasDay(start) && TimeFrom(start) is { } sameDay) return start.Date + sameDay;
        var midnight = TimeFrom(start.Date)!.Value;
        for (var day = start.Date.AddDays(1); day.Year <= Math.Min(start.Year + YearsAhead, 9998); day = day.AddDays(1))
        {
            if (HasDay(day)) return day + midnight;
        }

        return null;
    }

    /// <summary>The expression it was read from.</summary>
    public override string ToString() => _text;

    private bool HasDay(DateTime day) => _month.Has(day.Month) && _day.Has(day.Day) && _dayOfWeek.Has((int)day.DayOfWeek);

    /// <summary>The first time of day from the given one on.</summary>
    private TimeSpan? TimeFrom(DateTime from)
    {
        for (var hour = _hour.From(from.Hour); hour >= 0; hour = hour < 23 ? _hour.From(hour + 1) : -1)
        {
            for (var minute = _minute.From(hour == from.Hour ? from.Minute : 0); minute >= 0; minute = minute < 59 ? _minute.From(minute + 1) : -1)
            {
                var second = _second.From(hour == from.Hour && minute == from.Minute ? from.Second : 0);
                if (second >= 0) return new TimeSpan(hour, minute, second);
            }
        }

        return null;
    }
}
