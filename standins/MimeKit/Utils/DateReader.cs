namespace MimeKit.Utils;

/// <summary>Reads a date as RFC 5322, section 3.3, has it, or else as agents that never read it write it.</summary>
internal readonly ref struct DateReader
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly List<Range> _tokens;

    public DateReader(ReadOnlySpan<byte> text)
    {
        _text = text;
        _tokens = Split(text);
    }

    public bool TryRead(out DateTimeOffset date) => TryReadStandard(out date) || TryReadOther(out date);

    private static bool IsDelimiter(byte c) => c is (byte)'-' or (byte)'/' or (byte)',' || c.IsWhiteSpace();

    private static List<Range> Split(ReadOnlySpan<byte> text)
    {
        var tokens = new List<Range>();
        var lexer = new Lexer(text);
        while (lexer.SkipCommentsAndWhiteSpace() && !lexer.AtEnd)
        {
            // A zone starts with what otherwise separates.
            var start = lexer.Position++;
            while (!lexer.AtEnd && !IsDelimiter(lexer.Current))
                lexer.Position++;

            tokens.Add(start..lexer.Position);
            lexer.Position++;
        }

        return tokens;
    }

    private static TimeOnly Shift(TimeOnly time, bool isAfternoon)
    {
        if (isAfternoon)
            return time.Hour < 12 ? time.AddHours(12) : time;

        return time.Hour == 12 ? time.AddHours(-12) : time;
    }

    private static bool TryCreate(int year, int month, int day, TimeOnly time, int zone, out DateTimeOffset date)
    {
        date = default;
        try
        {
            var offset = new TimeSpan(zone / 100, zone % 100, 0);
            date = new DateTimeOffset(year, month, day, time.Hour, time.Minute, time.Second, offset);
            return true;
        }
        catch (ArgumentOutOfRangeException)
        {
            return false;
        }
    }

    private DateToken Token(int index) => new(_text[_tokens[index]]);

    private bool TryReadStandard(out DateTimeOffset date)
    {
        date = default;
        if (_tokens.Count < 5)
            return false;

        var next = Token(0).IsWeekday ? 1 : 0;
        if (_tokens.Count < 5 + next)
            return false;

        if (!Token(next++).TryGetDay(out var day) || !Token(next++).TryGetMonth(out var month) ||
            !Token(next++).TryGetYear(out var year) || !Token(next++).TryGetTime(out var time))
            return false;

        if (Token(next).TryGetHalfOfDay(out var isAfternoon))
        {
            time = Shift(time, isAfternoon);
            next++;
        }

        if (next == _tokens.Count || !Token(next).TryGetZone(out var zone))
            zone = 0;

        return TryCreate(year, month, day, time, zone, out date);
    }

    private bool TryReadOther(out DateTimeOffset date)
    {
        var parts = default(DateParts);
        for (var i = 0; i < _tokens.Count; i++)
            parts.Add(Token(i));

        date = default;
        if (parts.Year is not { } year || parts.Month is not { } month || parts.Day is not { } day)
            return false;

        var time = parts.Time ?? default;
        if (parts.IsAfternoon is { } isAfternoon)
            time = Shift(time, isAfternoon);

        return TryCreate(year, month, day, time, parts.Zone ?? 0, out date);
    }
}
