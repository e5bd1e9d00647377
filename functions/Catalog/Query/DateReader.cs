using System.Globalization;
using Hookwork.Catalog.Query.Nodes;

namespace Hookwork.Catalog.Query;

/// <summary>
/// Parses the values of <c>d:</c>, <c>dt:</c> and <c>rt:</c>: a day, a longer period, a moment, or a range of them, in
/// UTC.
/// </summary>
internal sealed class DateReader(TimeProvider time)
{
    /// <summary>What they expect, for error messages.</summary>
    public const string Expected =
        "YYYYMMDD, YYYYMMDD.., ..YYYYMMDD, YYYYMMDD..YYYYMMDD, or a date of git such as 2.weeks.ago.. or last.friday..";

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
    public DateNode? Read(QueryField field, string value)
    {
        value = value.Trim();
        var dots = value.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0)
            return Period(value, alone: true) is var (start, end) ? new DateNode(field, start, end) : null;

        var (first, last) = (value[..dots].Trim(), value[(dots + 2)..].Trim());
        var from = first.Length == 0 ? null : Period(first, alone: false);
        var until = last.Length == 0 ? null : Period(last, alone: false);
        if (from is null && first.Length > 0 || until is null && last.Length > 0)
            return null;
        return new DateNode(field, from?.Start, until?.End);
    }

    private (DateTime Start, DateTime End)? Period(string text, bool alone)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        foreach (var (format, end) in Formats)
        {
            if (DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, Utc, out var start))
                return start.Year < 9999 ? (start, end(start)) : null;
        }
        if (text.Length > 0 && text.All(char.IsAsciiDigit) && text.Length is < 9 or > 12)
            return null;

        var now = time.GetUtcNow().UtcDateTime;
        if (FieldValues.Lower(text) == "today")
            return (now.Date, now.Date.AddDays(1));
        if (Approxidate.Read(text, now) is not { } moment || moment.Year is < 1970 or >= 9999)
            return null;
        // As on lore, a moment alone is the day that begins with it.
        return (moment, alone ? moment.AddDays(1) : moment.AddSeconds(1));
    }
}
