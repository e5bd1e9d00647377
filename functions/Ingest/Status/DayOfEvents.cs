using System.Globalization;

namespace Hookwork.Ingest.Status;

/// <summary>The events of a day, by the hour, after the server's clock.</summary>
internal static class DayOfEvents
{
    /// <summary>The length of the part of a date that names the hour.</summary>
    public const int HourLength = 13;

    private const int Hours = 24;
    private const string Format = "yyyy-MM-dd'T'HH";

    /// <summary>
    /// The 24 hours until now; of a server that was quiet all that time, those until its newest event.
    /// </summary>
    /// <param name="counts">The number of events by hour.</param>
    public static IReadOnlyList<StatusReport.HourOfEvents> Of(
        IReadOnlyDictionary<string, long> counts,
        DateTimeOffset now
    )
    {
        // The server's zone may be ahead. A later date was written while its clock was wrong.
        var end = now.UtcDateTime.AddDays(1).ToString(Format, CultureInfo.InvariantCulture);
        if (
            !DateTime.TryParseExact(
                counts.Keys.Where(hour => string.CompareOrdinal(hour, end) < 0).Max(StringComparer.Ordinal),
                Format,
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var newest
            )
        )
            return [];
        var quiet = now.UtcDateTime - newest;
        var last = quiet > TimeSpan.Zero && quiet < TimeSpan.FromHours(Hours) ? now.UtcDateTime : newest;
        return
        [
            .. Enumerable
                .Range(1 - Hours, Hours)
                .Select(hour => last.AddHours(hour).ToString(Format, CultureInfo.InvariantCulture))
                .Select(hour => new StatusReport.HourOfEvents(hour, counts.GetValueOrDefault(hour))),
        ];
    }
}
