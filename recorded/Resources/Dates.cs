using System.Globalization;

namespace Hookwork.Recorded.Resources;

/// <summary>Dates in Patchwork's format: local to the server, without an offset.</summary>
internal static class Dates
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFK",
        "yyyy-MM-dd'T'HH:mmK",
        "yyyy-MM-dd HH:mm:ss.FFFFFFK",
        "yyyy-MM-dd HH:mmK",
        "yyyy-MM-dd",
    ];

    /// <summary>Parses an ISO 8601 date without an offset. Null for anything else.</summary>
    public static DateTime? Parse(string text) => Read(text) is { Kind: DateTimeKind.Unspecified } date ? date : null;

    /// <summary>A date with an offset as a clock in a zone shows it; any other text as it is.</summary>
    public static string Local(string text, TimeZoneInfo zone) =>
        Read(text) is { Kind: DateTimeKind.Utc } date ? Format(TimeZoneInfo.ConvertTimeFromUtc(date, zone)) : text;

    /// <summary>Parses an ISO 8601 date; one with an offset is converted to UTC.</summary>
    private static DateTime? Read(string text) =>
        DateTime.TryParseExact(
            text,
            Formats,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AdjustToUniversal,
            out var date
        )
            ? date
            : null;

    /// <summary>Formats a date as Python's <c>isoformat</c> does: microseconds only if they are not zero.</summary>
    public static string Format(DateTime date) =>
        date.Ticks % TimeSpan.TicksPerSecond / 10 == 0
            ? date.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture)
            : date.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
