using System.Runtime.CompilerServices;
using System.Text;
using Azure.Data.Tables;

namespace Hookwork.Archive.Resources;

/// <summary>
/// Stores public bundles. They are few, so lists read them all. One that was deleted or became private leaves a
/// tombstone, so that an older answer of the server does not bring it back.
/// </summary>
public sealed class BundleStore(ArchiveStorage storage)
{
    /// <summary>The order, compressed: as a string, the ids of 3,600 patches would not fit in a column.</summary>
    private const string PackedOrder = "PackedOrder";

    /// <summary>The order in rows written before.</summary>
    private const string Order = "Order";
    private const string OrderedAt = "OrderedAt";
    private const string RequestedAt = "RequestedAt";

    /// <summary>Reads a bundle; null if there is none.</summary>
    public async Task<ArchivedBundle?> FindAsync(long id, CancellationToken cancellationToken)
    {
        var found = await storage.Bundles.FindAsync(Keys.Bucket(id), Keys.Id(id), cancellationToken);
        return found is not null && !IsGone(found) ? await ReadAsync(found, cancellationToken) : null;
    }

    /// <summary>Every bundle, by id.</summary>
    public async IAsyncEnumerable<ArchivedBundle> AllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entity in storage.Bundles.QueryAsync<TableEntity>(cancellationToken: cancellationToken))
        {
            if (!IsGone(entity))
                yield return await ReadAsync(entity, cancellationToken);
        }
    }

    /// <summary>Records a bundle from an upstream response; an older response than the last is ignored.</summary>
    /// <param name="requestedAt">When the response was requested.</param>
    public async Task PutAsync(ArchivedBundle bundle, DateTimeOffset requestedAt, CancellationToken cancellationToken)
    {
        var entity = new TableEntity(Keys.Bucket(bundle.Id), Keys.Id(bundle.Id))
        {
            [PackedOrder] = PackedJson.Compress(Encoding.ASCII.GetBytes(ResourceRow.WriteIds(bundle.Order))),
            [OrderedAt] = bundle.OrderedAt,
        };
        await PackedJson.WriteAsync(entity, bundle.Json, storage, $"bundles/{bundle.Id}.json.br", cancellationToken);
        await WriteAsync(entity, requestedAt, cancellationToken);
    }

    /// <summary>Removes a bundle that the server does not show to everybody.</summary>
    /// <param name="requestedAt">When the server was asked.</param>
    public Task RemoveAsync(long id, DateTimeOffset requestedAt, CancellationToken cancellationToken) =>
        WriteAsync(
            new TableEntity(Keys.Bucket(id), Keys.Id(id)) { [ResourceRow.Gone] = true },
            requestedAt,
            cancellationToken
        );

    private async Task WriteAsync(TableEntity entity, DateTimeOffset requestedAt, CancellationToken cancellationToken)
    {
        entity[RequestedAt] = requestedAt;
        while (!await TryWriteAsync(entity, requestedAt, cancellationToken))
            cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task<bool> TryWriteAsync(
        TableEntity entity,
        DateTimeOffset requestedAt,
        CancellationToken cancellationToken
    )
    {
        var current = await storage.Bundles.FindAsync(
            entity.PartitionKey,
            entity.RowKey,
            ["PartitionKey", "RowKey", RequestedAt],
            cancellationToken
        );
        return current?.GetDateTimeOffset(RequestedAt) > requestedAt
            || await storage.Bundles.TryReplaceAsync(entity, current?.ETag, cancellationToken) is not null;
    }

    private async Task<ArchivedBundle> ReadAsync(TableEntity entity, CancellationToken cancellationToken) =>
        new(
            long.Parse(entity.RowKey),
            await PackedJson.ReadAsync(entity, storage, cancellationToken),
            ResourceRow.ReadIds(
                entity.GetBinary(PackedOrder) is { } packed
                    ? Encoding.ASCII.GetString(PackedJson.Decompress(packed))
                    : entity.GetString(Order)
            ),
            entity.GetDateTimeOffset(OrderedAt) ?? default
        );

    private static bool IsGone(TableEntity entity) => entity.GetBoolean(ResourceRow.Gone) == true;
}
