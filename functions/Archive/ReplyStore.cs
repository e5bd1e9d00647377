using Azure.Data.Tables;

namespace Hookwork.Archive;

/// <summary>The comments on a patch or cover letter and the checks of a patch: a partition each, a row for each comment or check.</summary>
public sealed class ReplyStore(ArchiveStorage storage, MboxStore blobs)
{
    /// <summary>Makes the archived comments those given.</summary>
    /// <param name="known">How many were archived before; more than now means that some were deleted upstream.</param>
    public Task ReplaceCommentsAsync(ResourceKind kind, long id, IReadOnlyList<(long Id, ReadOnlyMemory<byte> Json)> comments, int known, CancellationToken cancellationToken) =>
        ReplaceAsync(storage.Comments, Keys.Comments(kind, id), comments, known, cancellationToken);

    /// <summary>Makes the archived checks of a patch those given.</summary>
    public Task ReplaceChecksAsync(long patch, IReadOnlyList<(long Id, ReadOnlyMemory<byte> Json)> checks, int known, CancellationToken cancellationToken) =>
        ReplaceAsync(storage.Checks, Keys.Id(patch), checks, known, cancellationToken);

    /// <summary>The comments on a patch or cover letter, by id.</summary>
    public Task<IReadOnlyList<byte[]>> CommentsAsync(ResourceKind kind, long id, CancellationToken cancellationToken) =>
        ReadAsync(storage.Comments, Keys.Comments(kind, id), cancellationToken);

    /// <summary>The checks of a patch, by id.</summary>
    public Task<IReadOnlyList<byte[]>> ChecksAsync(long patch, CancellationToken cancellationToken) =>
        ReadAsync(storage.Checks, Keys.Id(patch), cancellationToken);

    /// <summary>The comments on a range of patches or cover letters, by parent and id.</summary>
    public IAsyncEnumerable<(long Parent, byte[] Json)> CommentsAsync(ResourceKind kind, long first, long last, CancellationToken cancellationToken) =>
        ReadAsync(storage.Comments, Keys.Comments(kind, first), Keys.Comments(kind, last), cancellationToken);

    /// <summary>The checks of a range of patches, by patch and id.</summary>
    public IAsyncEnumerable<(long Patch, byte[] Json)> ChecksAsync(long first, long last, CancellationToken cancellationToken) =>
        ReadAsync(storage.Checks, Keys.Id(first), Keys.Id(last), cancellationToken);

    /// <summary>One comment on a patch or cover letter; null where it is not known.</summary>
    public Task<byte[]?> CommentAsync(ResourceKind kind, long id, long comment, CancellationToken cancellationToken) =>
        ReadAsync(storage.Comments, Keys.Comments(kind, id), comment, cancellationToken);

    /// <summary>One check of a patch; null where it is not known.</summary>
    public Task<byte[]?> CheckAsync(long patch, long check, CancellationToken cancellationToken) =>
        ReadAsync(storage.Checks, Keys.Id(patch), check, cancellationToken);

    private async Task<byte[]?> ReadAsync(TableClient table, string partition, long id, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(partition, Keys.Id(id), cancellationToken: cancellationToken);
        return found.HasValue ? await PackedJson.ReadAsync(found.Value!, blobs, cancellationToken) : null;
    }

    private async Task ReplaceAsync(
        TableClient table, string partition, IReadOnlyList<(long Id, ReadOnlyMemory<byte> Json)> replies, int known, CancellationToken cancellationToken)
    {
        List<TableTransactionAction> actions = [];
        foreach (var (id, json) in replies)
        {
            var entity = new TableEntity(partition, Keys.Id(id));
            await PackedJson.WriteAsync(entity, json, blobs, $"replies/{partition}/{id}.json.br", cancellationToken);
            actions.Add(new TableTransactionAction(TableTransactionActionType.UpsertReplace, entity));
        }

        if (known > replies.Count)
        {
            var kept = replies.Select(reply => Keys.Id(reply.Id)).ToHashSet(StringComparer.Ordinal);
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition}");
            await foreach (var entity in table.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken))
            {
                if (!kept.Contains(entity.RowKey))
                    actions.Add(new TableTransactionAction(TableTransactionActionType.Delete, entity));
            }
        }

        if (actions.Count > 0)
            await table.SubmitAsync(actions, cancellationToken);
    }

    private async Task<IReadOnlyList<byte[]>> ReadAsync(TableClient table, string partition, CancellationToken cancellationToken)
    {
        List<byte[]> replies = [];
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition}");
        await foreach (var entity in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            replies.Add(await PackedJson.ReadAsync(entity, blobs, cancellationToken));
        return replies;
    }

    private async IAsyncEnumerable<(long Parent, byte[] Json)> ReadAsync(
        TableClient table, string first, string last, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {first} and PartitionKey le {last}");
        await foreach (var entity in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            yield return (long.Parse(entity.PartitionKey.AsSpan(entity.PartitionKey.IndexOf('-') + 1)), await PackedJson.ReadAsync(entity, blobs, cancellationToken));
    }
}
