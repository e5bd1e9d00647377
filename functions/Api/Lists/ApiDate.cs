using System.Globalization;

namespace Hookwork.Api.Lists;

/// <summary>Dates as Patchwork reads and writes them: without an offset, in UTC or, for events, in the server's zone.</summary>
internal static class ApiDate
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mm:ss.FFFFFFK", "yyyy-MM-dd HH:mmK", "yyyy-MM-dd",
    ];

    /// <summary>Reads an ISO 8601 date; one with an offset is taken to UTC. Null for anything else.</summary>
    public static DateTime? Parse(string text) =>
        DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var date)
            ? DateTime.SpecifyKind(date, DateTimeKind.Utc)
            : null;

    /// <summary>Microseconds since 1970, as catalogs have dates.</summary>
    public static long Microseconds(DateTime date) => Catalog.Query.FieldValues.Microseconds(date.Ticks);

    /// <summary>As events have their dates: microseconds only where there are some, so that texts compare as dates do.</summary>
    public static string Text(DateTime date) =>
        date.ToString(date.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss" : "yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
