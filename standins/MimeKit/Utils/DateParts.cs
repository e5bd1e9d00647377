namespace MimeKit.Utils;

/// <summary>What the words of a date in no known order turned out to be.</summary>
internal struct DateParts
{
    private bool _hasWeekday;
    private bool _isMonthNumeric;

    public int? Year { get; private set; }

    public int? Month { get; private set; }

    public int? Day { get; private set; }

    public TimeOnly? Time { get; private set; }

    public bool? IsAfternoon { get; private set; }

    public int? Zone { get; private set; }

    public void Add(DateToken token)
    {
        if (!TryAddName(token) && !TryAddTime(token) && token.IsNumber)
            AddNumber(token);
    }

    private bool TryAddName(DateToken token)
    {
        if (!_hasWeekday && token.IsWeekday)
            return _hasWeekday = true;

        if ((Month is not null && !_isMonthNumeric) || !token.TryGetMonth(out var month))
            return false;

        // With a name at hand, the number taken for the month was the day.
        if (_isMonthNumeric)
            Day = Month;

        _isMonthNumeric = false;
        Month = month;
        return true;
    }

    private bool TryAddTime(DateToken token)
    {
        if (Time is null && token.TryGetTime(out var time))
        {
            Time = time;
            return true;
        }

        if (Time is not null && IsAfternoon is null && token.TryGetHalfOfDay(out var isAfternoon))
        {
            IsAfternoon = isAfternoon;
            return true;
        }

        if (Zone is not null || !token.IsZone || !token.TryGetZone(out var zone))
            return false;

        Zone = zone;
        return true;
    }

    private void AddNumber(DateToken token)
    {
        if (token.Length == 4)
            AddFourDigits(token);

        if (token.Length > 2 || !token.TryGetNumber(out var number))
            return;

        // Most likely year, month, day or month, day, year.
        if (Month is null && number is >= 1 and <= 12)
            (Month, _isMonthNumeric) = (number, true);
        else if (Day is null && number is >= 1 and <= 31)
            Day = number;
        else if (Year is null && number >= 69)
            Year = 1900 + number;
    }

    private void AddFourDigits(DateToken token)
    {
        if (Year is null)
        {
            if (token.TryGetYear(out var year))
                Year = year;
        }
        else if (Zone is null && token.TryGetZone(out var zone))
        {
            Zone = zone;
        }
    }
}
