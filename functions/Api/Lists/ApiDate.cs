using System.Globalization;
using System.Text.RegularExpressions;
using Hookwork.Catalog.Query;

namespace Hookwork.Api.Lists;

/// <summary>
/// Dates as Patchwork reads and writes them: without an offset, in UTC or, for events, in the server's zone.
/// </summary>
internal static partial class ApiDate
{
    /// <summary>
    /// Reads an ISO 8601 date as Django does, converted to UTC if it has an offset; null if not valid.
    /// </summary>
    public static DateTime? Parse(string text)
    {
        if (Iso().Match(text.Trim()) is not { Success: true } match)
            return null;
        var offset = Group("offset") is { Length: > 1 } given
            ? $"{given[..3]}:{(given.Length > 3 ? given[^2..] : "00")}"
            : "Z";
        var date =
            $"{Group("year")}-{Two("month")}-{Two("day")}T{Two("hour")}:{Two("minute")}:{Two("second")}.{Group("fraction").PadRight(6, '0')}{offset}";
        return DateTime.TryParseExact(
            date,
            "yyyy-MM-dd'T'HH:mm:ss.ffffffK",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AdjustToUniversal,
            out var utc
        )
            ? utc
            : null;

        string Group(string name) => match.Groups[name].Value;

        string Two(string name) => Group(name).PadLeft(2, '0');
    }

    /// <summary>Microseconds since 1970, the unit of dates in catalogs.</summary>
    public static long Microseconds(DateTime date) => FieldValues.Microseconds(date.Ticks);

    /// <summary>A date in the format of events: microseconds only if not zero, so texts sort as dates do.</summary>
    public static string Text(DateTime date) =>
        date.ToString(
            date.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss" : "yyyy-MM-dd'T'HH:mm:ss.ffffff",
            CultureInfo.InvariantCulture
        );

    [GeneratedRegex(
        @"^(?<year>[0-9]{4})-(?<month>[0-9]{1,2})-(?<day>[0-9]{1,2})"
            + @"([T ](?<hour>[0-9]{1,2}):(?<minute>[0-9]{1,2})(:(?<second>[0-9]{1,2})([.,](?<fraction>[0-9]{1,6})[0-9]{0,6})?)?\s*(?<offset>Z|[+-][0-9]{2}(:?[0-9]{2})?)?)?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Iso();
}
