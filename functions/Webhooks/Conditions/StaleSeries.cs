using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Hookwork.Archive;
using Hookwork.Archive.Events;
using Hookwork.Ingest;
using Hookwork.Patchwork.Resources;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Payloads;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Webhooks.Conditions;

/// <summary>
/// Announces series in which nothing happened for days. Each event schedules a check of its series for the time when it
/// would be stale. If another event came meanwhile, the check only schedules the next one.
/// </summary>
public sealed class StaleSeries(
    ArchiveStorage storage,
    Completions completions,
    EventLog log,
    SeriesFacts facts,
    ConditionAnnouncer announcer,
    ServerClock clock,
    TimeProvider time
)
{
    private const string Prefix = "quiet-";
    private const string Since = "Since";

    /// <summary>Records that something happened in a series, and schedules its check.</summary>
    public async Task NoteAsync(
        Announcement item,
        long series,
        IReadOnlyList<Subscription> all,
        CancellationToken cancellationToken
    )
    {
        var at = await AtAsync(item, cancellationToken);
        var due = at + TimeSpan.FromDays(Days(item.Project, all).Min());
        await completions.WatchAsync([(item.Project, series, 0)], Hour(due), cancellationToken);
        while (true)
        {
            var row = await ReadAsync(series, cancellationToken);
            if (row?.GetDateTimeOffset(Since) >= at)
                return;
            var next = new TableEntity(Partition(series), Keys.Id(series)) { [Since] = at };
            if (await storage.Completions.TryReplaceAsync(next, row?.ETag, cancellationToken) is not null)
                return;
        }
    }

    /// <summary>Checks a series that may be stale. Idempotent.</summary>
    public async Task LookAsync(
        long project,
        long series,
        IReadOnlyList<Subscription> all,
        CancellationToken cancellationToken
    )
    {
        var days = Days(project, all);
        if (days.Count == 0 || await SinceAsync(series, cancellationToken) is not { } since)
            return;
        var now = time.GetUtcNow();
        foreach (var some in days.Where(some => since + TimeSpan.FromDays(some) <= now))
            await AnnounceAsync(
                new Condition(WebhookType.SeriesStale, project, series, $"{some}"),
                some,
                cancellationToken
            );
        var later = days.Select(some => since + TimeSpan.FromDays(some)).Where(due => due > now).ToList();
        if (later.Count > 0)
            await completions.WatchAsync([(project, series, 0)], Hour(later.Min()), cancellationToken);
    }

    private Task AnnounceAsync(Condition about, int days, CancellationToken cancellationToken) =>
        announcer.AnnounceAsync(
            about,
            null,
            () => Task.FromResult<string?>(null),
            async () =>
                await SinceAsync(about.Series, cancellationToken) is { } since
                && since + TimeSpan.FromDays(days) <= time.GetUtcNow()
                && await facts.WaitsAsync(about.Series, cancellationToken)
                    ? Composition.Written(since)
                    : null,
            (since, _) => new JsonObject { ["last_activity"] = since, ["days"] = days },
            cancellationToken
        );

    /// <summary>When an event happened; now if its date is still to come.</summary>
    private async Task<DateTimeOffset> AtAsync(Announcement item, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (
            item.Event == 0
            || await log.ReadAsync(item.Project, [item.Event], cancellationToken) is not [var recorded]
            || JsonSerializer.Deserialize(recorded.Json, PatchworkJson.Default.Event) is not { Date: { } date }
        )
            return now;
        var at = clock.At(date, null);
        return at < now ? at : now;
    }

    private async Task<DateTimeOffset?> SinceAsync(long series, CancellationToken cancellationToken) =>
        (await ReadAsync(series, cancellationToken))?.GetDateTimeOffset(Since);

    private Task<TableEntity?> ReadAsync(long series, CancellationToken cancellationToken) =>
        storage.Completions.FindAsync(Partition(series), Keys.Id(series), cancellationToken);

    private static List<int> Days(long project, IReadOnlyList<Subscription> all) =>
        [
            .. all.Where(subscription => subscription.Takes(WebhookType.SeriesStale, project))
                .Select(subscription => subscription.StaleDays)
                .Distinct(),
        ];

    /// <summary>The next full hour, so that the events of an hour schedule one check.</summary>
    private static DateTimeOffset Hour(DateTimeOffset time)
    {
        var ticks = time.UtcTicks + TimeSpan.TicksPerHour - 1;
        return new DateTimeOffset(ticks - ticks % TimeSpan.TicksPerHour, TimeSpan.Zero);
    }

    private static string Partition(long series) => Prefix + Keys.Bucket(series);
}
