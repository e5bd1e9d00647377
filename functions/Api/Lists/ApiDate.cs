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

    private const string Fraction = @"([.,](?<fraction>[0-9]{1,6})[0-9]{0,6})?";

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
        if (Iso().Match(text.Trim()) is not { Success: true } match)
            return null;
        var date =
            $"{Group("year")}-{Two("month")}-{Two("day")}T{Two("hour")}:{Two("minute")}:{Two("second")}.{Group("fraction").PadRight(6, '0')}";
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
    }

    private static TimeSpan? Offset(string text)
    {
        if (text.Length < 2)
            return text.Length == 0 ? null : TimeSpan.Zero;
        var offset = new TimeSpan(Number(text[1..3]), text.Length > 3 ? Number(text[^2..]) : 0, 0);
        return text[0] == '-' ? -offset : offset;

        static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);
    }

    /// <summary>Microseconds since 1970, the unit of dates in catalogs.</summary>
    public static long Microseconds(DateTime date) => FieldValues.Microseconds(date.Ticks);

    // Django lets Python read the date first, which takes the basic format (20260301T102030) and an hour alone, too.
    [GeneratedRegex(
        @"^(?<year>[0-9]{4})(-(?<month>[0-9]{1,2})-(?<day>[0-9]{1,2})|(?<month>[0-9]{2})(?<day>[0-9]{2}))"
            + @"([T ]((?<hour>[0-9]{1,2}):(?<minute>[0-9]{1,2})(:(?<second>[0-9]{1,2})"
            + Fraction
            + @")?|(?<hour>[0-9]{2})((?<minute>[0-9]{2})((?<second>[0-9]{2})"
            + Fraction
            + @")?)?)\s*(?<offset>Z|[+-][0-9]{2}(:?[0-9]{2})?)?)?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Iso();
}
