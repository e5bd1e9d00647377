using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Hookwork.Archive.Changes;
using Hookwork.Archive.Resources;

namespace Hookwork.Archive.Events;

/// <summary>Stores every event, and a list of the unfinished ones.</summary>
public sealed class EventLog(ArchiveStorage storage, Journal journal)
{
    /// <summary>The most queries at a time. A page of the events of all projects has events of dozens.</summary>
    private const int MostAtOnce = 16;

    /// <summary>The ids among those given that are already recorded.</summary>
    public async Task<HashSet<long>> KnownAsync(
        IEnumerable<(long Project, long Id)> events,
        CancellationToken cancellationToken
    ) => [.. (await StatusesAsync(events, cancellationToken)).Keys.Select(key => long.Parse(key.Row))];

    /// <summary>The statuses of the events among those given that are recorded, by partition and row.</summary>
    private async Task<Dictionary<(string Partition, string Row), string>> StatusesAsync(
        IEnumerable<(long Project, long Id)> events,
        CancellationToken cancellationToken
    )
    {
        Dictionary<(string, string), string> statuses = [];
        var buckets = events.GroupBy(e => Keys.EventBucket(e.Project, e.Id), e => e.Id, StringComparer.Ordinal);
        foreach (var some in buckets.Chunk(MostAtOnce))
        {
            var reads = some.Select(bucket =>
                storage
                    .Events.QueryAsync<TableEntity>(
                        Around(bucket),
                        select: ["PartitionKey", "RowKey", "Status"],
                        cancellationToken: cancellationToken
                    )
                    .ToListAsync(cancellationToken)
                    .AsTask()
            );
            foreach (var row in (await Task.WhenAll(reads)).SelectMany(rows => rows))
                statuses[(row.PartitionKey, row.RowKey)] = row.GetString("Status");
        }
        return statuses;
    }

    /// <summary>
    /// Records events. The list of unfinished events is written first, so that a crash leaves no recorded event that is
    /// never finished. An event that another instance recorded keeps its status. Events that need no fetch are finished
    /// at once.
    /// </summary>
    public async Task AddAsync(IReadOnlyList<NewEvent> events, CancellationToken cancellationToken)
    {
        await storage.Open.SubmitAsync(
            events.Select(item => new TableTransactionAction(TableTransactionActionType.UpsertReplace, item.Open)),
            cancellationToken
        );

        List<TableTransactionAction> rows = [];
        foreach (var item in events)
        {
            var entity = new TableEntity(Keys.EventBucket(item.Project, item.Id), Keys.Id(item.Id))
            {
                ["Category"] = item.Category,
                ["Date"] = item.Date,
                ["Status"] = item.Fault is null ? EventStatus.Pending : EventStatus.Failed,
                ["Reason"] = item.Fault,
            };
            await PackedJson.WriteAsync(
                entity,
                item.Json,
                storage,
                $"events/{item.Project}/{item.Id}.json.br",
                cancellationToken
            );
            rows.Add(new TableTransactionAction(TableTransactionActionType.Add, entity));
        }
        await storage.Events.SubmitAsync(rows, cancellationToken);
        await JournalAndCloseAsync(
            [.. events.Where(item => item.Fault is not null).Select(item => (item.Project, item.Id))],
            cancellationToken
        );
    }

    /// <summary>Records the outcomes of events, then removes them from the list of unfinished events.</summary>
    public async Task FinishAsync(IReadOnlyCollection<EventOutcome> outcomes, CancellationToken cancellationToken)
    {
        await storage.Events.SubmitAsync(
            outcomes.Select(outcome => new TableTransactionAction(
                TableTransactionActionType.UpdateMerge,
                outcome.Row,
                ETag.All
            )),
            cancellationToken
        );
        // Catalogs that read an event while it was pending must hide it if it is gone. An event that the sweep gives up
        // has no entry in the journal yet.
        await journal.AppendAsync(
            outcomes
                .Where(outcome => outcome.Status is EventStatus.Gone or EventStatus.Failed)
                .Select(outcome => new Change(outcome.Project, ChangeKind.Event, outcome.Id)),
            cancellationToken
        );
        await CloseAsync(outcomes.Select(outcome => (outcome.Project, outcome.Id)), cancellationToken);
    }

    /// <summary>Records a failed attempt and its reason on events.</summary>
    public Task NoteAsync(
        IEnumerable<(long Project, long Id)> events,
        int attempts,
        string reason,
        CancellationToken cancellationToken
    ) =>
        storage.Events.SubmitAsync(
            events.Select(item => new TableTransactionAction(
                TableTransactionActionType.UpdateMerge,
                new TableEntity(Keys.EventBucket(item.Project, item.Id), Keys.Id(item.Id))
                {
                    ["Attempts"] = attempts,
                    ["Reason"] = reason,
                },
                ETag.All
            )),
            cancellationToken
        );

    /// <summary>The unfinished events of a project, oldest first.</summary>
    public IAsyncEnumerable<OpenEvent> OpenAsync(long? project, CancellationToken cancellationToken) =>
        storage
            .Open.QueryAsync<TableEntity>(OpenOf(project), cancellationToken: cancellationToken)
            .Select(entity => new OpenEvent(
                long.Parse(entity.PartitionKey),
                long.Parse(entity.RowKey),
                entity.GetString("Resource")!,
                entity.GetString("Date"),
                new[] { entity.Timestamp ?? default, entity.GetDateTimeOffset("Until") ?? default }.Max(),
                entity.GetBoolean("Short") ?? false,
                entity.GetInt32("Sweeps") ?? 0
            ));

    /// <summary>The oldest date of the unfinished events; null if all are finished.</summary>
    /// <param name="project">A project's id, or null for all.</param>
    public async Task<string?> OldestOpenAsync(long? project, CancellationToken cancellationToken)
    {
        List<string?> dates = [];
        for (var filter = OpenOf(project); ; )
        {
            // Ids and dates ascend together, except among events written at nearly the same time: the first page of a
            // project has its oldest.
            var page = await storage
                .Open.QueryAsync<TableEntity>(filter, null, ["PartitionKey", "Date"], cancellationToken)
                .AsPages()
                .FirstAsync(read => read.Values.Count > 0 || read.ContinuationToken is null, cancellationToken);
            dates.AddRange(page.Values.Select(entity => entity.GetString("Date")));
            if (project is not null || page.ContinuationToken is null)
                return dates.Where(date => date is { Length: > 0 }).Min(StringComparer.Ordinal);
            filter = TableClient.CreateQueryFilter($"PartitionKey gt {page.Values[^1].PartitionKey}");
        }
    }

    /// <summary>
    /// Records that a message has these events, and until when it waits. The sweep counts from the end of that wait.
    /// </summary>
    public Task QueuedAsync(
        IEnumerable<(long Project, long Id)> events,
        DateTimeOffset? until,
        CancellationToken cancellationToken
    ) =>
        // One that is finished in the meantime is in the list no more.
        storage.Open.MergeAsync(
            events.Select(item => new TableEntity(Keys.Id(item.Project), Keys.Id(item.Id))
            {
                ["Short"] = false,
                ["Until"] = until,
            }),
            cancellationToken
        );

    /// <summary>Records that events are queued again, and how often each counted as lost.</summary>
    public Task SweptAsync(IEnumerable<OpenEvent> events, CancellationToken cancellationToken) =>
        storage.Open.MergeAsync(
            events.Select(item => new TableEntity(Keys.Id(item.Project), Keys.Id(item.Id))
            {
                ["Short"] = false,
                ["Sweeps"] = item.Sweeps,
            }),
            cancellationToken
        );

    /// <summary>Removes finished events that a crash left in the list; returns those that are unfinished.</summary>
    /// <param name="unwritten">An event that is in the list since before this time, but not recorded, is removed,
    /// too.</param>
    public async Task<IReadOnlyList<OpenEvent>> SettleAsync(
        IReadOnlyList<OpenEvent> events,
        DateTimeOffset unwritten,
        CancellationToken cancellationToken
    )
    {
        var statuses = await StatusesAsync(events.Select(item => (item.Project, item.Id)), cancellationToken);
        var known = events.ToLookup(
            item => statuses.GetValueOrDefault((Keys.EventBucket(item.Project, item.Id), Keys.Id(item.Id))),
            StringComparer.Ordinal
        );
        // A crash came before the row was written, and the next poll, whose cursor did not move, did not write it
        // either. Or the process that writes it is slow: the event must not be recorded without being in the list.
        var lost = known[null].Where(item => item.Since < unwritten);
        await CloseAsync(lost.Select(item => (item.Project, item.Id)), cancellationToken);
        var finished = known.Where(same => same.Key is not (null or EventStatus.Pending)).SelectMany(same => same);
        await JournalAndCloseAsync([.. finished.Select(item => (item.Project, item.Id))], cancellationToken);
        return [.. known[EventStatus.Pending]];
    }

    /// <summary>Reads recorded events.</summary>
    public async Task<IReadOnlyList<ArchivedEvent>> ReadAsync(
        long project,
        IReadOnlyCollection<long> ids,
        CancellationToken cancellationToken
    )
    {
        List<ArchivedEvent> events = [];
        foreach (var bucket in ids.GroupBy(id => Keys.EventBucket(project, id), StringComparer.Ordinal))
        {
            var wanted = bucket.Select(Keys.Id).ToHashSet(StringComparer.Ordinal);
            var rows = storage.Events.QueryAsync<TableEntity>(Around(bucket), cancellationToken: cancellationToken);
            await foreach (var row in rows.Where(row => wanted.Contains(row.RowKey)))
                events.Add(await ReadAsync(row, cancellationToken));
        }
        return events;
    }

    /// <summary>The recorded events of a project in a range of ids, both inclusive, but for some.</summary>
    public async Task<IReadOnlyList<ArchivedEvent>> RangeAsync(
        long project,
        long first,
        long last,
        IReadOnlySet<long> except,
        CancellationToken cancellationToken
    )
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey ge {Keys.EventBucket(project, first)} and PartitionKey le {Keys.EventBucket(project, last)} and RowKey ge {Keys.Id(first)} and RowKey le {Keys.Id(last)}"
        );
        List<ArchivedEvent> events = [];
        var rows = storage.Events.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken);
        await foreach (var row in rows.Where(row => !except.Contains(long.Parse(row.RowKey))))
            events.Add(await ReadAsync(row, cancellationToken));
        return events;
    }

    /// <summary>Every recorded event of a project, oldest first.</summary>
    public async IAsyncEnumerable<ArchivedEvent> AllAsync(
        long project,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey ge {Keys.Id(project) + "-"} and PartitionKey lt {Keys.Id(project) + "."}"
        );
        await foreach (
            var entity in storage.Events.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken)
        )
            yield return await ReadAsync(entity, cancellationToken);
    }

    /// <summary>The rows of a partition from the first to the last of some ids.</summary>
    private static string Around(IGrouping<string, long> bucket) =>
        TableClient.CreateQueryFilter(
            $"PartitionKey eq {bucket.Key} and RowKey ge {Keys.Id(bucket.Min())} and RowKey le {Keys.Id(bucket.Max())}"
        );

    /// <summary>The unfinished events of a project; null, which is no filter, for all.</summary>
    private static string? OpenOf(long? project) =>
        project is { } id ? TableClient.CreateQueryFilter($"PartitionKey eq {Keys.Id(id)}") : null;

    private async Task<ArchivedEvent> ReadAsync(TableEntity entity, CancellationToken cancellationToken) =>
        new(
            long.Parse(entity.RowKey),
            EventOutcome.StatusOf(entity),
            await PackedJson.ReadAsync(entity, storage, cancellationToken),
            entity.Timestamp ?? default
        );

    private async Task JournalAndCloseAsync(
        IReadOnlyCollection<(long Project, long Id)> events,
        CancellationToken cancellationToken
    )
    {
        await journal.AppendAsync(
            events.Select(item => new Change(item.Project, ChangeKind.Event, item.Id)),
            cancellationToken
        );
        await CloseAsync(events, cancellationToken);
    }

    private Task CloseAsync(IEnumerable<(long Project, long Id)> events, CancellationToken cancellationToken) =>
        storage.Open.DeleteAsync(
            events.Select(item => new TableEntity(Keys.Id(item.Project), Keys.Id(item.Id))),
            cancellationToken
        );
}
