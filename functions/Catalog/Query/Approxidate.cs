using System.Globalization;

namespace Hookwork.Catalog.Query;

/// <summary>
/// A moment as git reads it (git-rev-parse(1), <c>--since</c>): <c>2.weeks.ago</c>, <c>last.friday</c>, <c>noon</c>,
/// <c>March.1.2026</c>, <c>@1772323200</c>. Parts that are missing are those of now. git takes an unknown word for now;
/// here it is an error.
/// </summary>
internal sealed class Approxidate
{
    private static readonly string[] Moments =
    [
        "yyyy-M-d'T'H:mm",
        "yyyy-M-d'T'H:mm:ss",
        "yyyy-M-d'T'H:mmzzz",
        "yyyy-M-d'T'H:mm:sszzz",
        "yyyy-M-d'T'H:mm'Z'",
        "yyyy-M-d'T'H:mm:ss'Z'",
        "yyyyMMdd'T'HHmmss",
        "yyyyMMdd'T'HHmm",
    ];

    private readonly DateTime _now;
    private int? _year;
    private int? _month;
    private int? _day;
    private TimeSpan _clock;
    private long _number;

    private Approxidate(DateTime now)
    {
        _now = now;
        _clock = now.TimeOfDay;
    }

    /// <summary>The moment, in whole seconds, UTC; null if it is malformed or out of range.</summary>
    public static DateTime? Read(string text, DateTime now)
    {
        if (Whole(text) is { } whole)
            return whole;
        now = new DateTime(now.Ticks - now.Ticks % TimeSpan.TicksPerSecond, DateTimeKind.Utc);
        try
        {
            return new Approxidate(now).Read(text);
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>A complete date and time, or seconds since 1970 (of nine digits or more, or after @).</summary>
    private static DateTime? Whole(string text)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        var digits = text.AsSpan(text.StartsWith('@') ? 1 : 0);
        if (
            (text.StartsWith('@') || digits.Length >= 9)
            && long.TryParse(digits, NumberStyles.None, null, out var seconds)
            && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
        )
            return DateTime.UnixEpoch.AddSeconds(seconds);
        return DateTime.TryParseExact(
            text.Replace(' ', 'T').ToUpperInvariant(),
            Moments,
            CultureInfo.InvariantCulture,
            Utc,
            out var moment
        )
            ? moment
            : null;
    }

    private DateTime? Read(string text)
    {
        var (at, touched) = (0, false);
        while (at < text.Length)
        {
            var start = at;
            if (char.IsAsciiDigit(text[at]))
            {
                if (!TakeNumber())
                    return null;
                while (at < text.Length && char.IsAsciiDigit(text[at]))
                    at++;
                if (!Several(text, start, ref at))
                    return null;
                touched = true;
            }
            else if (char.IsAsciiLetter(text[at]))
            {
                while (at < text.Length && char.IsAsciiLetter(text[at]))
                    at++;
                if (Word(FieldValues.Lower(text[start..at])) is not { } said)
                    return null;
                touched |= said;
            }
            else if (text[at++] is not ('.' or ' ' or ',' or '-' or '/' or '_' or ':' or '+'))
            {
                return null;
            }
        }
        return TakeNumber() && touched ? Moment() : null;
    }

    /// <summary>
    /// Numbers joined by one sign, as 2026-03-01, 1.3.2026 or 12:30; a number alone waits for the word after it. False
    /// if they are none of these.
    /// </summary>
    private bool Several(string text, int start, ref int at)
    {
        if (!long.TryParse(text.AsSpan(start, at - start), out var first))
            return false;
        if (at + 1 < text.Length && text[at] is ':' or '.' or '/' or '-' && char.IsAsciiDigit(text[at + 1]))
        {
            var sign = text[at];
            var end = at;
            List<int> numbers = [(int)Math.Min(first, int.MaxValue)];
            while (numbers.Count < 3 && end + 1 < text.Length && text[end] == sign && char.IsAsciiDigit(text[end + 1]))
            {
                var from = ++end;
                while (end < text.Length && char.IsAsciiDigit(text[end]))
                    end++;
                numbers.Add(int.TryParse(text.AsSpan(from, end - from), out var number) ? number : int.MaxValue);
            }
            if (sign == ':' ? Clock(numbers) : Date(numbers, sign))
            {
                at = end;
                return true;
            }
        }
        if (text[start] != '0' || at - start <= 2)
            _number = first;
        return true;
    }

    private bool Clock(List<int> numbers)
    {
        var (hour, minute, second) = (numbers[0], numbers[1], numbers.Count > 2 ? numbers[2] : 0);
        if (hour > 24 || minute > 59 || second > 60)
            return false;
        _clock = new TimeSpan(hour, minute, second);
        return true;
    }

    /// <summary>A date in the orders that git tries: the year first, else the American one, or the European one.</summary>
    private bool Date(List<int> numbers, char sign)
    {
        var (first, second) = (numbers[0], numbers[1]);
        int? third = numbers.Count > 2 ? numbers[2] : null;
        if (first > 70 && third is { } last && (Date(first, second, last) || Date(first, last, second)))
            return true;
        return sign != '.' && Date(third, first, second)
            || Date(third, second, first)
            || sign == '.' && Date(third, first, second);
    }

    private bool Date(int? year, int month, int day)
    {
        if (month is < 1 or > 12 || day is < 1 or > 31)
            return false;
        var full = year is { } said ? FullYear(said) : _now.Year;
        if (full is null || day > DateTime.DaysInMonth(full.Value, month))
            return false;
        // git takes no date far in the future, so it tries another order.
        if (new DateTime(full.Value, month, day, 0, 0, 0, DateTimeKind.Utc) > _now.AddDays(10))
            return false;
        (_month, _day) = (month, day);
        if (year is not null)
            _year = full;
        return true;
    }

    private static int? FullYear(long year) =>
        year switch
        {
            >= 1970 and < 2100 => (int)year,
            >= 70 and < 100 => 1900 + (int)year,
            < 38 => 2000 + (int)year,
            _ => null,
        };

    /// <summary>Whether a word names a moment; null if it is unknown.</summary>
    private bool? Word(string word)
    {
        if (ApproxidateWords.Month(word) is { } month)
            _month = month;
        else if (word is "yesterday" or "now")
        {
            _number = 0;
            Back(TimeSpan.FromDays(word == "now" ? 0 : 1));
        }
        else if (word is "noon" or "midnight" or "tea")
            At(
                word switch
                {
                    "noon" => 12,
                    "tea" => 17,
                    _ => 0,
                }
            );
        else if (word is "am" or "pm")
            Half(word == "pm" ? 12 : 0);
        else if (word is "never")
            Set(DateTime.UnixEpoch);
        else if (_number == 0 && ApproxidateWords.Number(word) is { } number)
            _number = number;
        else if (word is "last")
            _number = 1;
        else if (_number > 0 && Unit(word))
            _number = 0;
        else
            return ApproxidateWords.SaysNothing(word) ? false : null;
        return true;
    }

    private bool Unit(string word)
    {
        if (ApproxidateWords.Unit(word) is { } length)
            return Back(length * Math.Min(_number, 1_000_000_000));
        if (ApproxidateWords.Weekday(word) is { } weekday)
        {
            // Of this week's day, today included, the count starts a week ago.
            var days = (int)_now.DayOfWeek - weekday;
            return Back(TimeSpan.FromDays(days + 7 * (Math.Min(_number, 10_000) - (days <= 0 ? 0 : 1))));
        }
        switch (word)
        {
            case "month" or "months":
                var months = Moment().Year * 12L + Moment().Month - 1 - _number;
                (_year, _month, _day) = (checked((int)(months / 12)), (int)(months % 12) + 1, Moment().Day);
                return true;
            case "year" or "years":
                (_year, _month, _day) = ((int)Math.Max(0, Moment().Year - _number), Moment().Month, Moment().Day);
                return true;
            default:
                return false;
        }
    }

    private void At(int hour)
    {
        if (_clock.Hours < hour)
            Back(TimeSpan.FromDays(1));
        _clock = TimeSpan.FromHours(hour);
    }

    private void Half(int first)
    {
        var hour = _clock.Hours;
        if (_number > 0)
            (hour, _clock, _number) = ((int)(_number % 24), TimeSpan.Zero, 0);
        _clock = new TimeSpan(hour % 12 + first, _clock.Minutes, _clock.Seconds);
    }

    private bool Back(TimeSpan span)
    {
        Set(Moment() - span);
        return true;
    }

    private void Set(DateTime moment)
    {
        (_year, _month, _day) = (moment.Year, moment.Month, moment.Day);
        _clock = moment.TimeOfDay;
    }

    /// <summary>
    /// A number without a word after it is a day, a month or a year: what is not yet known. False if it can be none.
    /// </summary>
    private bool TakeNumber()
    {
        if (_number is > 0 and < 32 && _day is null)
            _day = (int)_number;
        else if (_number is > 0 and < 13 && _month is null)
            _month = (int)_number;
        else if (_number > 0 && _year is null && FullYear(_number) is { } year)
            _year = year;
        else if (_number > 0)
            return false;
        _number = 0;
        return true;
    }

    /// <summary>A month later than this one is of last year. A 31st of a shorter month is in the next.</summary>
    private DateTime Moment()
    {
        var month = _month ?? _now.Month;
        var year = _year ?? (month > _now.Month ? _now.Year - 1 : _now.Year);
        return new DateTime(year, month, 1, 0, 0, 0, DateTimeKind.Utc).AddDays((_day ?? _now.Day) - 1) + _clock;
    }
}
