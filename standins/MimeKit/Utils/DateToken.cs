using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace MimeKit.Utils;

/// <summary>One word of a date. A word can be several things until its neighbours tell which.</summary>
internal readonly ref struct DateToken(ReadOnlySpan<byte> text)
{
    private const string WeekdayLetters = "adefhimnorstuwy";
    private const string MonthLetters = "abcdefghijlmnoprstuvy";

    private static readonly string[] Weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly FrozenDictionary<string, int> Zones = BuildZones();

    private readonly ReadOnlySpan<byte> _text = text;

    public int Length => _text.Length;

    public bool IsNumber => _text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') == -1;

    private bool IsSignedNumber => _text.IndexOfAnyExcept("+-0123456789"u8) == -1 && _text.ContainsAny((byte)'+', (byte)'-');

    private bool IsUpperCaseName => _text.IndexOfAnyExceptInRange((byte)'A', (byte)'Z') == -1;

    public bool IsZone => IsSignedNumber || IsUpperCaseName;

    public bool IsWeekday => FindName(Weekdays, WeekdayLetters) >= 0;

    public bool TryGetMonth(out int month)
    {
        month = FindName(Months, MonthLetters) + 1;
        return month > 0;
    }

    public bool TryGetNumber(out int number) =>
        int.TryParse(_text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    public bool TryGetDay(out int day) => TryGetNumber(out day) && day is >= 1 and <= 31;

    /// <summary>A year, of which two digits (RFC 5322, section 4.3) mean one from 1970 to 2069.</summary>
    public bool TryGetYear(out int year)
    {
        if (!TryGetNumber(out year))
            return false;

        if (year < 100)
            year += year < 70 ? 2000 : 1900;

        return year >= 1969;
    }

    public bool TryGetTime(out TimeOnly time)
    {
        time = default;
        if (!_text.Contains((byte)':') || _text.IndexOfAnyExcept("0123456789:"u8) != -1)
            return false;

        var lexer = new Lexer(_text);
        if (!lexer.TryReadInt32(out var hour) || hour > 23 || !lexer.At(':'))
            return false;

        lexer.Position++;
        if (!lexer.TryReadInt32(out var minute) || minute > 59)
            return false;

        var second = 0;
        if (!lexer.AtEnd)
        {
            lexer.Position++;
            if (!lexer.TryReadInt32(out second) || !lexer.AtEnd || !IsSecond(hour, minute, ref second))
                return false;
        }

        time = new TimeOnly(hour, minute, second);
        return true;
    }

    /// <summary>AM or PM: whether it is, and whether twelve hours are to be added to those of the morning.</summary>
    public bool TryGetHalfOfDay(out bool isAfternoon)
    {
        isAfternoon = Ascii.EqualsIgnoreCase(_text, "pm"u8);
        return isAfternoon || Ascii.EqualsIgnoreCase(_text, "am"u8);
    }

    /// <summary>The offset from UTC, as hours times a hundred plus minutes. What is no zone at all counts as UTC.</summary>
    public bool TryGetZone(out int zone)
    {
        zone = 0;
        if (IsSignedNumber)
        {
            if (_text[0] is not ((byte)'+' or (byte)'-') || !new DateToken(_text[1..]).TryGetNumber(out zone))
                return false;

            zone = _text[0] == '-' ? -zone : zone;
        }
        else if (IsUpperCaseName)
        {
            if (!Zones.TryGetValue(Encoding.ASCII.GetString(_text), out zone))
                return false;
        }
        else if (IsNumber && !TryGetNumber(out zone))
        {
            return false;
        }

        return zone is >= -1200 and <= 1400;
    }

    /// <summary>A leap second becomes the one before it.</summary>
    private static bool IsSecond(int hour, int minute, ref int second)
    {
        if (hour == 23 && minute == 59 && second == 60)
            second = 59;

        return second <= 59;
    }

    private int FindName(string[] names, string letters)
    {
        if (_text.Length < 3)
            return -1;

        foreach (var c in _text)
        {
            if (!letters.Contains(char.ToLowerInvariant((char)c)))
                return -1;
        }

        for (var i = 0; i < names.Length; i++)
        {
            if (Ascii.EqualsIgnoreCase(_text[..3], names[i]))
                return i;
        }

        return -1;
    }

    /// <summary>
    /// The names of RFC 5322, section 4.3, and those of Japan and Korea. The military ones get the meaning they really have; RFC 822
    /// had their signs wrong.
    /// </summary>
    private static FrozenDictionary<string, int> BuildZones()
    {
        var zones = new Dictionary<string, int>
        {
            ["UT"] = 0,
            ["UTC"] = 0,
            ["GMT"] = 0,
            ["EDT"] = -400,
            ["EST"] = -500,
            ["CDT"] = -500,
            ["CST"] = -600,
            ["MDT"] = -600,
            ["MST"] = -700,
            ["PDT"] = -700,
            ["PST"] = -800,
            ["JST"] = 900,
            ["KST"] = 900,
            ["Z"] = 0,
        };

        const string East = "ABCDEFGHIKLM";
        const string West = "NOPQRSTUVWXY";
        for (var i = 0; i < East.Length; i++)
        {
            zones[East[i].ToString()] = 100 * (i + 1);
            zones[West[i].ToString()] = -100 * (i + 1);
        }

        return zones.ToFrozenDictionary();
    }
}
