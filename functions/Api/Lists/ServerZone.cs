using Hookwork.Api.Http;
using Hookwork.Catalog.Files;
using Hookwork.Ingest;
using Hookwork.Patchwork;

namespace Hookwork.Api.Lists;

/// <summary>
/// The time zone of the server's clock, into which Patchwork converts a <c>since</c> or <c>before</c> with an offset.
/// It comes from the settings, or from asking the server which dates its newest event lies between.
/// </summary>
public sealed class ServerZone(
    PatchworkSettings settings,
    PatchworkClient client,
    UpstreamSlots slots,
    TimeProvider time
) : IDisposable
{
    private const string UsualZone = PatchworkSettings.UsualZone;

    /// <summary>No zone is further behind UTC than this, in quarters of an hour.</summary>
    private const int FurthestBehind = -12 * 4;

    /// <summary>No zone is further ahead of UTC than this, in quarters of an hour.</summary>
    private const int FurthestAhead = 14 * 4;

    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    /// <summary>How long what was learned counts, since a clock may be moved forward or back.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromDays(1);

    /// <summary>The pause after a server that did not answer.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>How long a list waits for the answer.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _learning = new(1);
    private TimeZoneInfo _learned = TimeZoneInfo.Utc;
    private DateTimeOffset _next;

    /// <summary>
    /// The zone for a request. The server is asked only for a date with an offset; while it does not answer, the zone
    /// is UTC or what was learned before.
    /// </summary>
    internal async Task<TimeZoneInfo> ForAsync(ApiQuery query, CancellationToken cancellationToken)
    {
        if (settings.TimeZone is { } known)
            return known;
        if (!ApiDate.HasOffset(query.Last("since")) && !ApiDate.HasOffset(query.Last("before")))
            return TimeZoneInfo.Utc;
        await _learning.WaitAsync(cancellationToken);
        try
        {
            if (time.GetUtcNow() >= _next)
                await LearnAsync(cancellationToken);
            return _learned;
        }
        finally
        {
            _learning.Release();
        }
    }

    public void Dispose() => _learning.Dispose();

    private async Task LearnAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LongestWait);
        try
        {
            await using (await slots.TakeAsync(limit.Token))
                _learned = await AskAsync(limit.Token) ?? _learned;
            _next = time.GetUtcNow() + Fresh;
        }
        catch (Exception exception) when (exception.IsNoAnswer(cancellationToken))
        {
            _next = time.GetUtcNow() + Pause;
        }
    }

    /// <summary>
    /// Finds the server's offset by bisection. The server converts <c>since</c> to its own clock. With the newest
    /// event's date less some offset, as UTC, it lists this event if its own offset is at most that one. Null if there
    /// is no event, or if its date is later than in any zone.
    /// </summary>
    private async Task<TimeZoneInfo?> AskAsync(CancellationToken cancellationToken)
    {
        if (
            await client.NewestEventDateAsync(null, null, cancellationToken) is not { } newest
            || ApiDate.Parse(newest) is not { Year: > 1 and < 9999 } date
        )
            return null;
        var (least, most) = (FurthestBehind, FurthestAhead);
        while (least < most)
        {
            var middle = (least + most) >> 1;
            if (await IsAtMostAsync(middle))
                most = middle;
            else
                least = middle + 1;
        }
        return least < FurthestAhead || await IsAtMostAsync(least) ? ZoneOf(date, least * Quarter) : null;

        Task<bool> IsAtMostAsync(int quarters) =>
            client.HasEventAsync(
                EventDate.Text(date - quarters * Quarter) + "Z",
                EventDate.Text(date.AddSeconds(1)),
                cancellationToken
            );
    }

    private static TimeZoneInfo ZoneOf(DateTime date, TimeSpan offset) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(UsualZone, out var usual) && usual.GetUtcOffset(date) == offset ? usual
        : offset == TimeSpan.Zero ? TimeZoneInfo.Utc
        : TimeZoneInfo.CreateCustomTimeZone("Patchwork", offset, null, null);
}
