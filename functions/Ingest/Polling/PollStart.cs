using Hookwork.Archive.Cursors;
using Hookwork.Patchwork.Resources;

namespace Hookwork.Ingest.Polling;

/// <summary>
/// The date from which a poll reads events: some time before its cursor, since events become visible late.
/// </summary>
internal static class PollStart
{
    /// <summary>The date, as the server writes dates.</summary>
    /// <param name="stood">The date of the cursor.</param>
    /// <param name="back">How far before it to start.</param>
    /// <param name="overlap">How long before the first poll an event may be dated that became visible after that
    /// poll.</param>
    public static string Of(Cursor cursor, string stood, TimeSpan back, TimeSpan overlap, ServerClock clock)
    {
        var since = ServerClock.Earlier(stood, back);
        if (cursor.Start is { Length: > 0 } start)
        {
            // What was visible at the first poll is older than the archive, and must not be announced as new. If the
            // server's clock is slow, it became visible later than its date says.
            var isRead = clock.VisibleBy(start) < cursor.CaughtUpAt - overlap - ServerClock.Skew;
            var first = isRead ? start : ServerClock.Earlier(start, overlap);
            since = ServerClock.IsLater(first, since) ? first : since;
        }
        // Events that are not settled are read again, even beyond the overlap.
        return cursor.Settled is { } settled && ServerClock.IsLater(since, settled.Date) ? settled.Date : since;
    }

    /// <summary>Whether the server's clock went back: an event that is new by its id is dated before others.</summary>
    public static bool WentBack(Cursor cursor, long greatest, IReadOnlyList<ReadEvent> events, TimeSpan overlap) =>
        greatest > 0
        && cursor.Since is { } newest
        && events.Any(item =>
            item.Event.Id > greatest
            && item.Event.Date is { } date
            && ServerClock.IsLater(ServerClock.Earlier(newest, overlap), date)
        );
}
