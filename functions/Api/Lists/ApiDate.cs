using System.Globalization;
using System.Text.RegularExpressions;
using Hookwork.Api.Http;
using Hookwork.Catalog.Files;
using Hookwork.Catalog.Query;

namespace Hookwork.Api.Lists;

/// <summary>
/// Dates as Patchwork reads and writes them: without an offset, in UTC or, for events and checks, in the server's zone.
/// </summary>
internal static partial class ApiDate
{
    /// <summary>What <c>since</c> takes.</summary>
    public const string FirstDate = "The first date, inclusive; without an offset, as the server's clock shows it.";

    /// <summary>What <c>before</c> takes.</summary>
    public const string LastDate = "The last date, exclusive; without an offset, as the server's clock shows it.";

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Reads an ISO 8601 date without an offset as Django does; null if it is not valid.</summary>
    public static DateTime? Parse(string text) => Read(text) is (var date, null) ? date : null;

    /// <summary>Whether a text is a date with an offset.</summary>
    public static bool HasOffset(string? text) => text is not null && Read(text) is (_, not null);

    /// <summary>
    /// The values of a filter. A date with an offset becomes that of the server's clock, with which Patchwork compares
    /// it whatever the dates of the list mean.
    /// </summary>
    public static IReadOnlyList<string> Values(ApiCall call, string filter)
    {
        var values = call.Query.All(filter);
        return filter is "since" or "before" ? [.. values.Select(value => InZone(value, call.Zone))] : values;
    }

    private static string InZone(string text, TimeZoneInfo zone)
    {
        if (Read(text) is not (var date, { } offset))
            return text;
        var ticks = Math.Clamp(date.Ticks - offset.Ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks);
        return EventDate.Text(TimeZoneInfo.ConvertTimeFromUtc(new DateTime(ticks, DateTimeKind.Utc), zone));
    }

    private static (DateTime Date, TimeSpan? Offset)? Read(string text)
    {
        text = text.Trim();
        // Django lets Python read the date first.
        if (
            Python().Match(text) is not { Success: true } match
            && (match = Django().Match(text)) is not { Success: true }
        )
            return null;
        var day = match.Groups["week"].Success
            ? OfWeek(Number("year"), Number("week"), match.Groups["weekday"].Success ? Number("weekday") : 1)
            : $"{Group("year")}-{Two("month")}-{Two("day")}";
        var date = $"{day}T{Two("hour")}:{Two("minute")}:{Two("second")}.{Group("fraction").PadRight(6, '0')}";
        if (
            !DateTime.TryParseExact(
                date,
                "yyyy-MM-dd'T'HH:mm:ss.ffffff",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var local
            )
        )
            return null;
        var offset = Offset(Group("offset"));
        return offset?.Duration() >= Day ? null : (local, offset);

        string Group(string name) => match.Groups[name].Value;

        string Two(string name) => Group(name).PadLeft(2, '0');

        int Number(string name) => int.Parse(Group(name), CultureInfo.InvariantCulture);
    }

    /// <summary>The date of a day in an ISO week; empty if there is none.</summary>
    private static string OfWeek(int year, int week, int day) =>
        year is > 0 and < 9999 && week > 0 && week <= ISOWeek.GetWeeksInYear(year) && day is >= 1 and <= 7
            ? ISOWeek.ToDateTime(year, week, (DayOfWeek)(day % 7)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : "";

    private static TimeSpan? Offset(string text)
    {
        if (text.Length < 2)
            return text.Length == 0 ? null : TimeSpan.Zero;
        var digits = text[1..].Replace(":", "", StringComparison.Ordinal).PadRight(6, '0');
        var offset = new TimeSpan(Number(digits[..2]), Number(digits[2..4]), Number(digits[4..6]));
        return text[0] == '-' ? -offset : offset;

        static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);
    }

    /// <summary>Microseconds since 1970, the unit of dates in catalogs.</summary>
    public static long Microseconds(DateTime date) => FieldValues.Microseconds(date.Ticks);

    // With the basic format (20260301T102030), weeks (2026-W09-7), an hour alone, and any character before the time.
    [GeneratedRegex(
        @"^(?<year>[0-9]{4})(-(?<month>[0-9]{2})-(?<day>[0-9]{2})|(?<month>[0-9]{2})(?<day>[0-9]{2})"
            + @"|-W(?<week>[0-9]{2})(-(?<weekday>[0-9]))?|W(?<week>[0-9]{2})(?<weekday>[0-9])?)"
            + @"(.(?<hour>[0-9]{2})(:(?<minute>[0-9]{2})(:(?<second>[0-9]{2})([.,](?<fraction>[0-9]{1,6})[0-9]*)?)?"
            + @"|((?<minute>[0-9]{2})((?<second>[0-9]{2})([.,](?<fraction>[0-9]{1,6})[0-9]*)?)?)?)"
            + @"(?<offset>Z|[+-][0-9]{2}(:[0-9]{2}(:[0-9]{2})?|[0-9]{2}([0-9]{2})?)?)?)?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline
    )]
    private static partial Regex Python();

    [GeneratedRegex(
        @"^(?<year>[0-9]{4})-(?<month>[0-9]{1,2})-(?<day>[0-9]{1,2})"
            + @"[T ](?<hour>[0-9]{1,2}):(?<minute>[0-9]{1,2})"
            + @"(:(?<second>[0-9]{1,2})([.,](?<fraction>[0-9]{1,6})[0-9]{0,6})?)?\s*(?<offset>Z|[+-][0-9]{2}(:?[0-9]{2})?)?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Django();
}
