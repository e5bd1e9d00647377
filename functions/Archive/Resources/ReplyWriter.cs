using Azure;
using Azure.Data.Tables;

namespace Hookwork.Archive.Resources;

/// <summary>Replaces the archived comments on a patch or cover letter, or the checks of a patch.</summary>
public sealed class ReplyWriter(ArchiveStorage storage)
{
    private const int MostAttempts = 5;

    /// <summary>When a comment or check was requested last.</summary>
    private const string RequestedAt = "RequestedAt";

    /// <summary>
    /// Replaces the archived comments, except those that were requested later. A comment whose addressed flag changed
    /// stays marked as changed until <see cref="ReplyStore.ClearChangedAsync"/>.
    /// </summary>
    /// <param name="known">The previous number of comments; a higher one than now means that some were deleted
    /// upstream.</param>
    /// <param name="at">When they were requested.</param>
    /// <param name="claims">The event to record as the first of each comment, if none is.</param>
    /// <returns>
    /// The first event of each comment of <paramref name="claims"/>, as of
    /// <see cref="CommentEventStore.FirstEventsAsync"/>.
    /// </returns>
    public async Task<IReadOnlyDictionary<long, long>> CommentsAsync(
        ResourceKind kind,
        long id,
        IReadOnlyList<(long Id, bool? Addressed, ReadOnlyMemory<byte> Json)> comments,
        int known,
        DateTimeOffset at,
        IReadOnlyDictionary<long, CommentEvent> claims,
        CancellationToken cancellationToken
    )
    {
        var partition = Keys.Comments(kind, id);
        for (var attempt = 1; ; attempt++)
        {
            // Without known comments there are rows only if an attempt did not end.
            var rows = known == 0 && attempt == 1 ? [] : await CommentRowsAsync(partition, cancellationToken);
            var firsts = claims.ToDictionary(claim => claim.Key, claim => claim.Value.Id);
            List<TableTransactionAction> actions = [];
            foreach (var (comment, addressed, json) in comments)
            {
                var row = new TableEntity(partition, Keys.Id(comment));
                rows.Remove(row.RowKey, out var before);
                // The answer to a later request stays.
                var isOlder = before?.GetDateTimeOffset(RequestedAt) > at;
                if (!isOlder)
                {
                    Mark(row, before, addressed, at);
                    await PackedJson.WriteAsync(row, json, storage, Blob(partition, comment), cancellationToken);
                }
                if (claims.TryGetValue(comment, out var claim))
                    row[CommentEventStore.FirstEvent] = firsts[comment] = CommentEventStore.FirstOf(
                        before ?? row,
                        claim
                    );
                else if (isOlder)
                    continue;
                var action =
                    before is null ? TableTransactionActionType.Add
                    : isOlder ? TableTransactionActionType.UpdateMerge
                    : TableTransactionActionType.UpdateReplace;
                actions.Add(new TableTransactionAction(action, row, before?.ETag ?? default));
            }
            // One that came after this request is not deleted. Who stored it is done, and would not store it again.
            actions.AddRange(
                rows.Values.Where(row => !(row.GetDateTimeOffset(CommentEventStore.FirstAt) > at))
                    .Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row))
            );
            try
            {
                await storage.Comments.SubmitAsync(actions, cancellationToken);
                return firsts;
            }
            catch (RequestFailedException exception)
                when (exception.Status is 404 or 409 or 412 && attempt < MostAttempts)
            {
                // A row was written or deleted in the meantime.
            }
        }
    }

    /// <summary>Sets what a comment's row says beside the comment.</summary>
    private static void Mark(TableEntity row, TableEntity? before, bool? addressed, DateTimeOffset at)
    {
        row[RequestedAt] = at;
        if (addressed is { } mark)
            row[ReplyStore.Addressed] = mark;
        if (before is null)
        {
            row[CommentEventStore.FirstAt] = at;
            return;
        }
        foreach (var kept in (string[])[CommentEventStore.FirstAt, CommentEventStore.FirstEvent])
        {
            if (before[kept] is { } value)
                row[kept] = value;
        }
        if ((before.GetBoolean(ReplyStore.Addressed) ?? false) != (addressed ?? false))
            row[ReplyStore.Changed] = $"{at.UtcTicks}";
        else if (before.GetString(ReplyStore.Changed) is { Length: > 0 } changed)
            row[ReplyStore.Changed] = changed;
    }

    private async Task<Dictionary<string, TableEntity>> CommentRowsAsync(
        string partition,
        CancellationToken cancellationToken
    )
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition}");
        return await storage
            .Comments.QueryAsync<TableEntity>(
                filter,
                select:
                [
                    "PartitionKey",
                    "RowKey",
                    "Timestamp",
                    RequestedAt,
                    ReplyStore.Addressed,
                    ReplyStore.Changed,
                    CommentEventStore.FirstAt,
                    CommentEventStore.FirstEvent,
                ],
                cancellationToken: cancellationToken
            )
            .ToDictionaryAsync(entity => entity.RowKey, StringComparer.Ordinal, cancellationToken);
    }

    /// <summary>Replaces the archived checks of a patch.</summary>
    /// <param name="known">The previous number of checks; a higher one than now means that some were deleted
    /// upstream.</param>
    /// <param name="at">When they were requested.</param>
    public async Task ChecksAsync(
        long patch,
        IReadOnlyList<(long Id, ReadOnlyMemory<byte> Json)> checks,
        int known,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        var partition = Keys.Id(patch);
        List<TableTransactionAction> actions = [];
        foreach (var (id, json) in checks)
        {
            var row = new TableEntity(partition, Keys.Id(id)) { [RequestedAt] = at };
            await PackedJson.WriteAsync(row, json, storage, Blob(partition, id), cancellationToken);
            actions.Add(new TableTransactionAction(TableTransactionActionType.UpsertReplace, row));
        }

        if (known > checks.Count)
        {
            var kept = checks.Select(check => Keys.Id(check.Id)).ToHashSet(StringComparer.Ordinal);
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition}");
            await foreach (
                var row in storage.Checks.QueryAsync<TableEntity>(
                    filter,
                    select: ["PartitionKey", "RowKey", RequestedAt],
                    cancellationToken: cancellationToken
                )
            )
            {
                // As for comments: one that came after this request is not deleted.
                if (!kept.Contains(row.RowKey) && !(row.GetDateTimeOffset(RequestedAt) > at))
                    actions.Add(new TableTransactionAction(TableTransactionActionType.Delete, row));
            }
        }
        await storage.Checks.SubmitAsync(actions, cancellationToken);
    }

    /// <summary>Deletes the comments on a patch or cover letter, and the checks of a patch.</summary>
    public async Task RemoveAsync(ResourceKind kind, long id, CancellationToken cancellationToken)
    {
        if (kind == ResourceKind.Series)
            return;
        await storage.Comments.DeleteWhereAsync(
            TableClient.CreateQueryFilter($"PartitionKey eq {Keys.Comments(kind, id)}"),
            cancellationToken
        );
        if (kind == ResourceKind.Patch)
            await storage.Checks.DeleteWhereAsync(
                TableClient.CreateQueryFilter($"PartitionKey eq {Keys.Id(id)}"),
                cancellationToken
            );
    }

    private static string Blob(string partition, long id) => $"replies/{partition}/{id}.json.br";
}
