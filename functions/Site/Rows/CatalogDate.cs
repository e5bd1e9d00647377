namespace Hookwork.Site.Rows;

/// <summary>Dates as the catalog has them.</summary>
internal static class CatalogDate
{
    /// <summary>The date of a number of microseconds since 1970.</summary>
    public static DateTimeOffset Of(long microseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    /// <summary>The whole days from a date until now; none if it is in the future.</summary>
    public static int Days(DateTimeOffset date, DateTimeOffset now) =>
        Math.Max(0, (now.UtcDateTime.Date - date.UtcDateTime.Date).Days);

    /// <summary>The number of microseconds since 1970.</summary>
    public static long Microseconds(DateTimeOffset date) =>
        (date.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
}
