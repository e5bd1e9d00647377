using System.Collections.Concurrent;
using System.Text.Json;
using Azure.Data.Tables;
using Hookwork.Archive.Events;

namespace Hookwork.Archive.Cursors;

/// <summary>Stores the polling cursors.</summary>
public sealed class CursorStore(ArchiveStorage storage)
{
    private const string Partition = "poll";
    private const string BlockPartition = "block";

    private readonly ConcurrentDictionary<long, string> _starts = [];

    /// <summary>Reads a project's cursor; an empty one if there is none.</summary>
    public async Task<Cursor> GetAsync(long project, CancellationToken cancellationToken)
    {
        var found = await storage.Cursors.FindAsync(Partition, Keys.Id(project), cancellationToken);
        return found is not null ? Read(found) : new Cursor { Project = project };
    }

    /// <summary>Reads every cursor.</summary>
    public async Task<IReadOnlyList<Cursor>> AllAsync(CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition}");
        return await storage
            .Cursors.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken)
            .Select(entity => Read(entity))
            .ToListAsync(cancellationToken);
    }

    /// <summary>
    /// Reads the cursors of projects, or that of all. Few projects are polled alone, many with all others; once that
    /// changes, a cursor that is new begins where polling stood.
    /// </summary>
    public async Task<IReadOnlyList<Cursor>> OfAsync(IReadOnlyList<long> projects, CancellationToken cancellationToken)
    {
        var known = await AllAsync(cancellationToken);
        return
        [
            .. projects.Select(project =>
                known.FirstOrDefault(cursor => cursor.Project == project) ?? Begin(project, known)
            ),
        ];
    }

    private static Cursor Begin(long project, IReadOnlyList<Cursor> known)
    {
        var begun = new Cursor { Project = project };
        if (project != Cursor.AllProjects)
            return known.MaxBy(cursor => cursor.CaughtUpAt) is { Project: Cursor.AllProjects } all
                ? all with
                {
                    Project = project,
                    ETag = null,
                }
                : begun;
        // The newest, since that of a quiet project stands at an old event.
        return begun with { Since = known.Select(cursor => cursor.Since).Max(StringComparer.Ordinal) };
    }

    /// <summary>Writes a cursor and returns it as stored.</summary>
    /// <exception cref="Azure.RequestFailedException">412 or 409: another poll of the project wrote it since it was
    /// read.</exception>
    public async Task<Cursor> PutAsync(Cursor cursor, CancellationToken cancellationToken)
    {
        var entity = new TableEntity(Partition, Keys.Id(cursor.Project))
        {
            ["Failures"] = cursor.Failures,
            ["Blocked"] = cursor.Blocked,
            ["Since"] = cursor.Since,
            ["Start"] = cursor.Start,
            ["RereadAt"] = cursor.RereadAt,
            ["Settled"] = cursor.Settled is { } settled ? Write([settled]) : null,
            ["Earlier"] = cursor.Earlier is { } earlier ? Write([earlier]) : null,
            ["ReadTo"] = cursor.ReadTo,
            ["Settling"] = cursor.Settling.Count > 0 ? Write(cursor.Settling) : null,
            ["CaughtUpAt"] = cursor.CaughtUpAt,
            ["LastError"] = cursor.LastError,
            ["NotBefore"] = cursor.NotBefore,
        };
        var response = cursor.ETag is { } etag
            ? await storage.Cursors.UpdateEntityAsync(entity, etag, TableUpdateMode.Replace, cancellationToken)
            : await storage.Cursors.AddEntityAsync(entity, cancellationToken);
        return cursor with { ETag = response.Headers.ETag };
    }

    /// <summary>
    /// Where polling of a project began, alone or with all others; empty for its oldest event, null if unknown. It is
    /// read once, since it never changes.
    /// </summary>
    public async Task<string?> StartAsync(long project, CancellationToken cancellationToken)
    {
        if (_starts.TryGetValue(project, out var known))
            return known;
        var start =
            (await GetAsync(project, cancellationToken)).Start
            ?? (await GetAsync(Cursor.AllProjects, cancellationToken)).Start;
        if (start is not null)
            _starts[project] = start;
        return start;
    }

    /// <summary>
    /// Up to where every event of a project has been read, alone or with all others. Which are finished is not known
    /// here.
    /// </summary>
    public async Task<SettledEvents> SettledAsync(long project, CancellationToken cancellationToken)
    {
        // Both exist if the project changed between being polled alone and being polled with all others.
        var cursor = (await AllAsync(cancellationToken))
            .Where(cursor => cursor.Project == project || cursor.Project == Cursor.AllProjects)
            .MaxBy(cursor => cursor.CaughtUpAt);
        return cursor?.Since is null
            ? new SettledEvents(null, null)
            : new SettledEvents(cursor.Settled ?? SettledEvents.None, null)
            {
                Earlier = cursor.Earlier,
                ReadTo = cursor.ReadTo,
            };
    }

    /// <summary>Records that a refresh was blocked by something other than the server.</summary>
    public Task PutBlockAsync(Block block, CancellationToken cancellationToken) =>
        storage.Cursors.UpsertEntityAsync(
            new TableEntity(BlockPartition, BlockPartition) { ["Until"] = block.Until, ["Reason"] = block.Reason },
            TableUpdateMode.Replace,
            cancellationToken
        );

    /// <summary>The last block that a refresh met; null if there was none.</summary>
    public async Task<Block?> BlockAsync(CancellationToken cancellationToken)
    {
        var found = await storage.Cursors.FindAsync(BlockPartition, BlockPartition, cancellationToken);
        return found is not null
            ? new Block(found.GetDateTimeOffset("Until") ?? default, found.GetString("Reason") ?? "")
            : null;
    }

    private static string Write(IReadOnlyList<Horizon> horizons) =>
        JsonSerializer.Serialize(horizons, ArchiveJson.Default.IReadOnlyListHorizon);

    private static IReadOnlyList<Horizon> Horizons(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize(json, ArchiveJson.Default.IReadOnlyListHorizon)!;

    private static Cursor Read(TableEntity entity) =>
        new()
        {
            Project = long.Parse(entity.RowKey),
            Since = entity.GetString("Since"),
            Start = entity.GetString("Start"),
            Settled = Horizons(entity.GetString("Settled")) is [var settled] ? settled : null,
            Earlier = Horizons(entity.GetString("Earlier")) is [var earlier] ? earlier : null,
            ReadTo = entity.GetDateTimeOffset("ReadTo"),
            Settling = Horizons(entity.GetString("Settling")),
            RereadAt = entity.GetDateTimeOffset("RereadAt"),
            CaughtUpAt = entity.GetDateTimeOffset("CaughtUpAt"),
            Failures = entity.GetInt32("Failures") ?? 0,
            LastError = entity.GetString("LastError"),
            Blocked = entity.GetBoolean("Blocked") ?? false,
            NotBefore = entity.GetDateTimeOffset("NotBefore"),
            ETag = entity.ETag,
        };
}
