using Azure.Data.Tables;
using Hookwork.Archive;
using Hookwork.Archive.Resources;

namespace Hookwork.Webhooks.Payloads;

/// <summary>When series were completed, by event, and which series to check later.</summary>
public sealed class Completions(ArchiveStorage storage)
{
    private const string Watched = "watched";

    /// <summary>The most series that one run checks; the next run checks the others.</summary>
    private const int MostDue = 1000;

    /// <summary>
    /// Records completions of series, and the cover letter and patches that each series had then. Idempotent: a
    /// recorded completion stays as it is. Otherwise a mail that arrived since would count as part of it, and no
    /// message would tell of it.
    /// </summary>
    public Task AddAsync(
        IEnumerable<(long Series, Completion Completion)> completions,
        CancellationToken cancellationToken
    ) =>
        storage.Completions.AddAsync(
            completions.Select(item => new TableEntity(
                Keys.Bucket(item.Series),
                $"{Keys.Id(item.Series)}-{Keys.Id(item.Completion.Event)}"
            )
            {
                ["Members"] = ResourceRow.WriteIds(item.Completion.Members),
            }),
            cancellationToken
        );

    /// <summary>The completions of a series, oldest first.</summary>
    public async Task<IReadOnlyList<Completion>> OfAsync(long series, CancellationToken cancellationToken)
    {
        var (first, last) = (Keys.Id(series) + "-", Keys.Id(series) + ".");
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {Keys.Bucket(series)} and RowKey ge {first} and RowKey lt {last}"
        );
        return await storage
            .Completions.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken)
            .Select(entity => new Completion(
                long.Parse(entity.RowKey.AsSpan(first.Length)),
                ResourceRow.ReadIds(entity.GetString("Members"))
            ))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Schedules a check of series at a time.</summary>
    /// <param name="series">Each with the event that created it, if it may stay incomplete; 0 if it may become
    /// stale.</param>
    public Task WatchAsync(
        IEnumerable<(long Project, long Series, long Event)> series,
        DateTimeOffset at,
        CancellationToken cancellationToken
    ) =>
        storage.Completions.SubmitAsync(
            series.Select(item => new TableTransactionAction(
                TableTransactionActionType.UpsertReplace,
                new TableEntity(Watched, $"{at.UtcTicks:D19}-{Keys.Id(item.Series)}{(item.Event == 0 ? "-stale" : "")}")
                {
                    ["Project"] = item.Project,
                    ["Series"] = item.Series,
                    ["Event"] = item.Event,
                }
            )),
            cancellationToken
        );

    /// <summary>The series whose check is due, each with the time for which it was scheduled.</summary>
    public async Task<IReadOnlyList<(string Row, DateTimeOffset At, long Project, long Series, long Event)>> DueAsync(
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var end = $"{now.UtcTicks:D19}~";
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Watched} and RowKey lt {end}");
        return await storage
            .Completions.QueryAsync<TableEntity>(filter, MostDue, cancellationToken: cancellationToken)
            .Take(MostDue)
            .Select(entity =>
                (
                    entity.RowKey,
                    new DateTimeOffset(long.Parse(entity.RowKey.Split('-')[0]), TimeSpan.Zero),
                    entity.GetInt64("Project") ?? 0,
                    entity.GetInt64("Series") ?? 0,
                    entity.GetInt64("Event") ?? 0
                )
            )
            .ToListAsync(cancellationToken);
    }

    /// <summary>Removes a check that was made.</summary>
    public Task DoneAsync(string row, CancellationToken cancellationToken) =>
        storage.Completions.DeleteEntityAsync(Watched, row, cancellationToken: cancellationToken);
}
