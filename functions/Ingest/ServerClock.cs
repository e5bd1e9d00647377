using System.Globalization;
using Hookwork.Archive.Cursors;
using Hookwork.Patchwork;

namespace Hookwork.Ingest;

/// <summary>
/// Compares the server's clock, whose zone may not be known, with this host's. In doubt, a resource is fetched once too
/// often.
/// </summary>
public sealed class ServerClock(PatchworkSettings settings, TimeProvider time)
{
    /// <summary>A change may become visible this long after its event.</summary>
    private static readonly TimeSpan Visibility = TimeSpan.FromMinutes(2);

    /// <summary>No zone is further behind UTC than this.</summary>
    private static readonly TimeSpan FurthestBehind = TimeSpan.FromHours(12);

    /// <summary>No zone is further ahead of UTC than this.</summary>
    private static readonly TimeSpan FurthestAhead = TimeSpan.FromHours(14);

    /// <summary>How much the server's clock and this host's may differ besides their zones.</summary>
    internal static readonly TimeSpan Skew = TimeSpan.FromHours(1);

    /// <summary>
    /// The time, in UTC, by which an event's change is surely visible. A fetch from then on need not be repeated for
    /// it.
    /// </summary>
    /// <param name="date">An event's date, as the server writes it.</param>
    public DateTimeOffset VisibleBy(string date)
    {
        if (!TryParse(date, out var local))
            return DateTimeOffset.MaxValue;
        var utc = settings.TimeZone is { } zone ? local - LeastOffset(zone, local) : local + FurthestBehind;
        return new DateTimeOffset(utc, TimeSpan.Zero) + Visibility;
    }

    /// <summary>The time, in UTC, before which an event surely did not happen.</summary>
    /// <param name="date">The event's date, as the server writes it.</param>
    public DateTimeOffset NotBefore(string date) =>
        TryParse(date, out var local)
            ? new DateTimeOffset(
                local - (settings.TimeZone is { } zone ? LeastOffset(zone, local) : FurthestAhead) - Skew,
                TimeSpan.Zero
            )
            : DateTimeOffset.MinValue;

    /// <summary>Whether an event is so recent that its change may not be visible yet.</summary>
    public bool IsYoung(string date) => IsYounger(date, TimeSpan.FromMinutes(10));

    /// <summary>Whether it is not long since an event's change became visible; not of a date that cannot be read.</summary>
    public bool IsYounger(string date, TimeSpan age)
    {
        var visible = VisibleBy(date);
        return visible != DateTimeOffset.MaxValue && visible + age > time.GetUtcNow();
    }

    /// <summary>Whether the server's clock may have reached a date.</summary>
    public bool HasCome(string date) => TryParse(date, out _) && NotBefore(date) <= time.GetUtcNow();

    /// <summary>Whether the date of a mail, which is in UTC on each server, is in the future.</summary>
    public bool IsAhead(string date) => TryRead(date, out var utc) && utc > (time.GetUtcNow() + Skew).UtcDateTime;

    /// <summary>The end of the dates that the server's clock may have reached, as the server writes it.</summary>
    public string Latest
    {
        get
        {
            var end = time.GetUtcNow() + Skew;
            return Written((end + (settings.TimeZone?.GetUtcOffset(end) ?? FurthestAhead)).UtcDateTime);
        }
    }

    /// <summary>
    /// The time of a date. If the zone is not set, its offset is computed from the newest event, as if that had
    /// happened when it was read. Without such an event, the date counts as UTC.
    /// </summary>
    /// <param name="newest">The newest event, and when it was read.</param>
    public DateTimeOffset At(string date, Horizon? newest)
    {
        if (!TryParse(date, out var local))
            return time.GetUtcNow();
        var offset =
            settings.TimeZone is { } zone ? LeastOffset(zone, local)
            : newest is not null && TryParse(newest.Date, out var read) ? read - newest.At.UtcDateTime
            : TimeSpan.Zero;
        // The newest event may be old.
        offset = offset < -FurthestBehind ? -FurthestBehind : offset;
        return new DateTimeOffset(local - offset, TimeSpan.Zero);
    }

    /// <summary>A date some time earlier, as the server writes it.</summary>
    public static string Earlier(string date, TimeSpan span) =>
        TryParse(date, out var local) ? Written(local - span) : date;

    /// <summary>Whether a date is later than another; both as the server writes them.</summary>
    public static bool IsLater(string date, string? other) =>
        other is null || (TryRead(date, out var one) && TryRead(other, out var two) && one > two);

    private static string Written(DateTime local) =>
        local.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    /// <summary>Reads a date. It must be two days within the range of .NET, so that offsets can be added.</summary>
    private static bool TryParse(string date, out DateTime local) =>
        TryRead(date, out local) && local > DateTime.MinValue.AddDays(2) && local < DateTime.MaxValue.AddDays(-2);

    private static bool TryRead(string date, out DateTime local) =>
        DateTime.TryParse(
            date,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal,
            out local
        );

    /// <summary>An hour that a clock change repeats has two offsets; the smaller one gives the later moment.</summary>
    private static TimeSpan LeastOffset(TimeZoneInfo zone, DateTime local)
    {
        var unspecified = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        return zone.IsAmbiguousTime(unspecified)
            ? zone.GetAmbiguousTimeOffsets(unspecified).Min()
            : zone.GetUtcOffset(unspecified);
    }
}
