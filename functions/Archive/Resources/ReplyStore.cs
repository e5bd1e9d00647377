using Azure;
using Azure.Data.Tables;

namespace Hookwork.Archive.Resources;

/// <summary>
/// The comments on a patch or cover letter and the checks of a patch: one partition each, one row per comment or check.
/// </summary>
public sealed class ReplyStore(ArchiveStorage storage, MboxStore blobs)
{
    private const string Addressed = "Addressed";
    private const string Changed = "Changed";

    private const int MostAttempts = 5;

    /// <summary>
    /// Replaces the archived comments. A comment whose addressed flag changed stays marked as changed until
    /// <see cref="ToldAsync"/>.
    /// </summary>
    /// <param name="known">The previous number of comments; a higher one than now means that some were deleted
    /// upstream.</param>
    /// <param name="at">When they were requested.</param>
    /// <param name="claims">The event to record as the first of each comment, if none is.</param>
    /// <returns>
    /// The first event of each comment of <paramref name="claims"/>, as of
    /// <see cref="CommentEventStore.FirstEventsAsync"/>.
    /// </returns>
    public async Task<IReadOnlyDictionary<long, long>> ReplaceCommentsAsync(
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
                Mark(row, before, addressed, at);
                if (claims.TryGetValue(comment, out var claim))
                    row[CommentEventStore.FirstEvent] = firsts[comment] = CommentEventStore.FirstOf(row, claim);
                await PackedJson.WriteAsync(row, json, blobs, Blob(partition, comment), cancellationToken);
                actions.Add(
                    before is null
                        ? new TableTransactionAction(TableTransactionActionType.Add, row)
                        : new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, before.ETag)
                );
            }
            actions.AddRange(
                rows.Values.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row))
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
        if (addressed is { } mark)
            row[Addressed] = mark;
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
        if ((before.GetBoolean(Addressed) ?? false) != (addressed ?? false))
            row[Changed] = $"{at.UtcTicks}";
        else if (before.GetString(Changed) is { Length: > 0 } changed)
            row[Changed] = changed;
    }

    /// <summary>The comments marked as changed.</summary>
    public async Task<IReadOnlyList<ChangedComment>> ChangedCommentsAsync(
        ResourceKind kind,
        long id,
        CancellationToken cancellationToken
    )
    {
        List<ChangedComment> changed = [];
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Keys.Comments(kind, id)} and Changed gt {""}");
        await foreach (
            var entity in storage.Comments.QueryAsync<TableEntity>(
                filter,
                select: ["RowKey", Changed],
                cancellationToken: cancellationToken
            )
        )
            changed.Add(new ChangedComment(long.Parse(entity.RowKey), entity.GetString(Changed)!, entity.ETag));
        return changed;
    }

    /// <summary>Clears a comment's change mark, unless the comment has changed again.</summary>
    public async Task ToldAsync(ResourceKind kind, long id, ChangedComment comment, CancellationToken cancellationToken)
    {
        try
        {
            await storage.Comments.UpdateEntityAsync(
                new TableEntity(Keys.Comments(kind, id), Keys.Id(comment.Id)) { [Changed] = "" },
                comment.ETag,
                TableUpdateMode.Merge,
                cancellationToken
            );
        }
        catch (RequestFailedException exception) when (exception.Status is 412 or 404)
        {
            // The row was written or deleted in the meantime.
        }
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
                    Addressed,
                    Changed,
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
    public async Task ReplaceChecksAsync(
        long patch,
        IReadOnlyList<(long Id, ReadOnlyMemory<byte> Json)> checks,
        int known,
        CancellationToken cancellationToken
    )
    {
        var partition = Keys.Id(patch);
        List<TableTransactionAction> actions = [];
        foreach (var (id, json) in checks)
        {
            var row = new TableEntity(partition, Keys.Id(id));
            await PackedJson.WriteAsync(row, json, blobs, Blob(partition, id), cancellationToken);
            actions.Add(new TableTransactionAction(TableTransactionActionType.UpsertReplace, row));
        }

        if (known > checks.Count)
        {
            var kept = checks.Select(check => Keys.Id(check.Id)).ToHashSet(StringComparer.Ordinal);
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition}");
            await foreach (
                var row in storage.Checks.QueryAsync<TableEntity>(
                    filter,
                    select: ["PartitionKey", "RowKey"],
                    cancellationToken: cancellationToken
                )
            )
            {
                if (!kept.Contains(row.RowKey))
                    actions.Add(new TableTransactionAction(TableTransactionActionType.Delete, row));
            }
        }
        await storage.Checks.SubmitAsync(actions, cancellationToken);
    }

    private static string Blob(string partition, long id) => $"replies/{partition}/{id}.json.br";

    /// <summary>The comments on a patch or cover letter, by id.</summary>
    public Task<IReadOnlyList<byte[]>> CommentsAsync(ResourceKind kind, long id, CancellationToken cancellationToken) =>
        ReadAsync(storage.Comments, Keys.Comments(kind, id), cancellationToken);

    /// <summary>The checks of a patch, by id.</summary>
    public Task<IReadOnlyList<byte[]>> ChecksAsync(long patch, CancellationToken cancellationToken) =>
        ReadAsync(storage.Checks, Keys.Id(patch), cancellationToken);

    /// <summary>The comments on a range of patches or cover letters, by parent and id.</summary>
    public IAsyncEnumerable<(long Parent, byte[] Json)> CommentsAsync(
        ResourceKind kind,
        long first,
        long last,
        CancellationToken cancellationToken
    ) => ReadAsync(storage.Comments, Keys.Comments(kind, first), Keys.Comments(kind, last), cancellationToken);

    /// <summary>
    /// The number of comments on each of a range of patches or cover letters; those without any are omitted.
    /// </summary>
    public Task<IReadOnlyDictionary<long, int>> CommentCountsAsync(
        ResourceKind kind,
        long first,
        long last,
        CancellationToken cancellationToken
    ) => CountsAsync(storage.Comments, Keys.Comments(kind, first), Keys.Comments(kind, last), cancellationToken);

    /// <summary>The number of checks of each of a range of patches; those without any are omitted.</summary>
    public Task<IReadOnlyDictionary<long, int>> CheckCountsAsync(
        long first,
        long last,
        CancellationToken cancellationToken
    ) => CountsAsync(storage.Checks, Keys.Id(first), Keys.Id(last), cancellationToken);

    /// <summary>One comment on a patch or cover letter; null if unknown.</summary>
    public Task<byte[]?> CommentAsync(ResourceKind kind, long id, long comment, CancellationToken cancellationToken) =>
        ReadAsync(storage.Comments, Keys.Comments(kind, id), comment, cancellationToken);

    /// <summary>One check of a patch; null if unknown.</summary>
    public Task<byte[]?> CheckAsync(long patch, long check, CancellationToken cancellationToken) =>
        ReadAsync(storage.Checks, Keys.Id(patch), check, cancellationToken);

    private async Task<byte[]?> ReadAsync(
        TableClient table,
        string partition,
        long id,
        CancellationToken cancellationToken
    )
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(
            partition,
            Keys.Id(id),
            cancellationToken: cancellationToken
        );
        return found.HasValue ? await PackedJson.ReadAsync(found.Value!, blobs, cancellationToken) : null;
    }

    private async Task<IReadOnlyList<byte[]>> ReadAsync(
        TableClient table,
        string partition,
        CancellationToken cancellationToken
    )
    {
        List<byte[]> replies = [];
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition}");
        await foreach (var entity in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            replies.Add(await PackedJson.ReadAsync(entity, blobs, cancellationToken));
        return replies;
    }

    private async IAsyncEnumerable<(long Parent, byte[] Json)> ReadAsync(
        TableClient table,
        string first,
        string last,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {first} and PartitionKey le {last}");
        await foreach (var entity in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            yield return (Parent(entity), await PackedJson.ReadAsync(entity, blobs, cancellationToken));
    }

    private static async Task<IReadOnlyDictionary<long, int>> CountsAsync(
        TableClient table,
        string first,
        string last,
        CancellationToken cancellationToken
    )
    {
        var counts = new Dictionary<long, int>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {first} and PartitionKey le {last}");
        await foreach (
            var entity in table.QueryAsync<TableEntity>(
                filter,
                select: ["PartitionKey"],
                cancellationToken: cancellationToken
            )
        )
            counts[Parent(entity)] = counts.GetValueOrDefault(Parent(entity)) + 1;
        return counts;
    }

    private static long Parent(TableEntity entity) =>
        long.Parse(entity.PartitionKey.AsSpan(entity.PartitionKey.IndexOf('-') + 1));
}
