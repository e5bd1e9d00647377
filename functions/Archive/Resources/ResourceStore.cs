using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;

namespace Hookwork.Archive.Resources;

/// <summary>Patches, cover letters and series: one row each.</summary>
public sealed class ResourceStore(ArchiveStorage storage)
{
    private const long WidestGap = 100;

    /// <summary>
    /// After this many rows of others in a row, those up to the next wanted one are read without their JSON. It is half
    /// a page of Storage.
    /// </summary>
    private const int MostOthers = 500;

    private static readonly string[] RangedColumns = ["RowKey", "Date", "Archived", ResourceRow.Gone];

    /// <summary>Reads a row without its JSON; a missing row has no ETag.</summary>
    public async Task<ResourceRow> RowAsync(ResourceKind kind, long id, CancellationToken cancellationToken)
    {
        var found = await Table(kind).FindAsync(Keys.Bucket(id), Keys.Id(id), ResourceRow.Columns, cancellationToken);
        return found is not null ? ResourceRow.Of(found) : new ResourceRow();
    }

    /// <summary>Reads the rows of ids, without their JSON; others near them may be among the rows.</summary>
    public async Task<IReadOnlyDictionary<long, ResourceRow>> RowsAsync(
        ResourceKind kind,
        IReadOnlyCollection<long> ids,
        CancellationToken cancellationToken
    )
    {
        var rows = new Dictionary<long, ResourceRow>();
        foreach (
            var (first, last) in ids.GroupBy(Keys.Bucket, StringComparer.Ordinal)
                .SelectMany(bucket => IdRanges.Of(bucket, WidestGap))
        )
        {
            var filter = TableClient.CreateQueryFilter(
                $"PartitionKey eq {Keys.Bucket(first)} and RowKey ge {Keys.Id(first)} and RowKey le {Keys.Id(last)}"
            );
            await foreach (
                var entity in Table(kind)
                    .QueryAsync<TableEntity>(filter, select: ResourceRow.Columns, cancellationToken: cancellationToken)
            )
                rows[long.Parse(entity.RowKey)] = ResourceRow.Of(entity);
        }
        return rows;
    }

    /// <summary>Reads a resource's JSON; null if unknown.</summary>
    public async Task<byte[]?> JsonAsync(ResourceKind kind, long id, CancellationToken cancellationToken) =>
        (await ReadAsync(kind, id, cancellationToken))?.Json;

    /// <summary>Reads a row with its JSON; null if unknown.</summary>
    public async Task<(ResourceRow Row, byte[] Json)?> ReadAsync(
        ResourceKind kind,
        long id,
        CancellationToken cancellationToken
    )
    {
        var found = await Table(kind).FindAsync(Keys.Bucket(id), Keys.Id(id), cancellationToken);
        return found is not null && !IsGone(found)
            ? (ResourceRow.Of(found), await PackedJson.ReadAsync(found, storage, cancellationToken))
            : null;
    }

    /// <summary>Every row of a project with its JSON, by id. Storage reads all of the table to find them.</summary>
    /// <param name="gone">Called with the id of each tombstone.</param>
    public async IAsyncEnumerable<(long Id, ResourceRow Row, byte[] Json)> AllAsync(
        ResourceKind kind,
        long project,
        Action<long> gone,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var filter = TableClient.CreateQueryFilter($"Project eq {project}");
        await foreach (var entity in Table(kind).QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            if (IsGone(entity))
                gone(long.Parse(entity.RowKey));
            else
                yield return (
                    long.Parse(entity.RowKey),
                    ResourceRow.Of(entity),
                    await PackedJson.ReadAsync(entity, storage, cancellationToken)
                );
        }
    }

    /// <summary>The rows of a project without their JSON, including tombstones, by id.</summary>
    public IAsyncEnumerable<(long Id, ResourceRow Row)> RowsAsync(
        ResourceKind kind,
        long project,
        CancellationToken cancellationToken
    )
    {
        var filter = TableClient.CreateQueryFilter($"Project eq {project}");
        return Table(kind)
            .QueryAsync<TableEntity>(filter, select: ResourceRow.Columns, cancellationToken: cancellationToken)
            .Select(entity => (long.Parse(entity.RowKey), ResourceRow.Of(entity)));
    }

    /// <summary>
    /// A project's resources in a range of ids: their dates, whether they are archived on the server, and the JSON of
    /// the wanted ones. The JSON is null if its blob was deleted.
    /// </summary>
    public async IAsyncEnumerable<(long Id, string? Date, bool IsArchived, byte[]? Json)> RangeAsync(
        ResourceKind kind,
        long project,
        long first,
        long last,
        IReadOnlySet<long> wanted,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        for (var from = first; from <= last; )
        {
            var (others, reached) = (0, (long?)null);
            await foreach (var entity in Between(kind, project, from, last, null, cancellationToken))
            {
                var id = long.Parse(entity.RowKey);
                others = wanted.Contains(id) ? 0 : others + 1;
                if (!IsGone(entity))
                    yield return Ranged(entity, others == 0 ? await TryReadAsync(entity, cancellationToken) : null);
                if (others <= MostOthers)
                    continue;
                reached = id;
                break;
            }
            if (reached is not { } end)
                yield break;
            // One mail with a wrong date makes the range as wide as the archive.
            from = wanted.Where(id => id > end).DefaultIfEmpty(last + 1).Min();
            await foreach (var entity in Between(kind, project, end + 1, from - 1, RangedColumns, cancellationToken))
            {
                if (!IsGone(entity))
                    yield return Ranged(entity, null);
            }
        }
    }

    private static (long Id, string? Date, bool IsArchived, byte[]? Json) Ranged(TableEntity entity, byte[]? json) =>
        (long.Parse(entity.RowKey), entity.GetString("Date"), entity.GetBoolean("Archived") == true, json);

    private AsyncPageable<TableEntity> Between(
        ResourceKind kind,
        long project,
        long first,
        long last,
        IEnumerable<string>? columns,
        CancellationToken cancellationToken
    ) =>
        Table(kind)
            .QueryAsync<TableEntity>(
                TableClient.CreateQueryFilter(
                    $"PartitionKey ge {Keys.Bucket(first)} and PartitionKey le {Keys.Bucket(last)} and RowKey ge {Keys.Id(first)} and RowKey le {Keys.Id(last)} and Project eq {project}"
                ),
                select: columns,
                cancellationToken: cancellationToken
            );

    private async Task<byte[]?> TryReadAsync(TableEntity entity, CancellationToken cancellationToken)
    {
        try
        {
            return await PackedJson.ReadAsync(entity, storage, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
    }

    /// <summary>
    /// Replaces a resource that the server deleted, or never had, with a tombstone, by a conditional write.
    /// </summary>
    /// <returns>False on a conflict.</returns>
    public async Task<bool> TryWriteTombstoneAsync(
        ResourceKind kind,
        long id,
        ResourceRow row,
        long project,
        CancellationToken cancellationToken
    ) =>
        await Table(kind)
            .TryReplaceAsync(
                new TableEntity(Keys.Bucket(id), Keys.Id(id)) { ["Project"] = project, [ResourceRow.Gone] = true },
                row.ETag,
                cancellationToken
            )
            is not null;

    /// <summary>Writes the changed columns, by a conditional write.</summary>
    /// <param name="row">The row as it was read.</param>
    /// <param name="project">The id of the resource's project.</param>
    /// <param name="json">The resource's JSON; null to keep the stored one.</param>
    /// <returns>False on a conflict: read again and start over.</returns>
    public async Task<bool> TryWriteAsync(
        ResourceKind kind,
        long id,
        ResourceRow row,
        long project,
        ReadOnlyMemory<byte>? json,
        IReadOnlyDictionary<string, object?> columns,
        CancellationToken cancellationToken
    )
    {
        var entity = new TableEntity(Keys.Bucket(id), Keys.Id(id)) { ["Project"] = project };
        foreach (var (name, value) in columns)
        {
            if (value is not null)
                entity[name] = value;
        }
        if (json is not null)
            entity[ResourceRow.Gone] = false;
        if (json is { } text)
            await PackedJson.WriteAsync(
                entity,
                text,
                storage,
                $"{project}/{kind.Plural()}/{id}.json.br",
                cancellationToken
            );
        return await Table(kind).TryMergeAsync(entity, row.ETag, cancellationToken) is not null;
    }

    private static bool IsGone(TableEntity entity) => entity.GetBoolean(ResourceRow.Gone) == true;

    private TableClient Table(ResourceKind kind) =>
        kind switch
        {
            ResourceKind.Patch => storage.Patches,
            ResourceKind.Cover => storage.Covers,
            ResourceKind.Series => storage.Series,
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
}
