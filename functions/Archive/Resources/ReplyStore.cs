using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;

namespace Hookwork.Archive.Resources;

/// <summary>
/// The comments on a patch or cover letter and the checks of a patch: one partition each, one row per comment or check.
/// </summary>
public sealed class ReplyStore(ArchiveStorage storage)
{
    /// <summary>The column of a comment's flag.</summary>
    internal const string Addressed = "Addressed";

    /// <summary>The column of when the flag changed; empty once that is announced.</summary>
    internal const string Changed = "Changed";

    /// <summary>
    /// After this many rows of other resources in a row the query ends, and further queries read the remaining ids. It
    /// is half a page of Storage.
    /// </summary>
    private const int MostOthers = 500;

    /// <summary>
    /// The widest gap between ids that one query of checks reads. A patch may have dozens of checks, so a wider gap
    /// takes longer than another query.
    /// </summary>
    private const long WidestGapOfChecks = 10;

    /// <summary>The most queries at a time.</summary>
    private const int MostAtOnce = 16;

    /// <summary>The comments marked as changed.</summary>
    public async Task<IReadOnlyList<ChangedComment>> ChangedCommentsAsync(
        ResourceKind kind,
        long id,
        CancellationToken cancellationToken
    )
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Keys.Comments(kind, id)} and Changed gt {""}");
        return await storage
            .Comments.QueryAsync<TableEntity>(filter, select: ["RowKey", Changed], cancellationToken: cancellationToken)
            .Select(entity => new ChangedComment(long.Parse(entity.RowKey), entity.GetString(Changed)!, entity.ETag))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Clears a comment's change mark, unless the comment has changed again.</summary>
    public Task ClearChangedAsync(
        ResourceKind kind,
        long id,
        ChangedComment comment,
        CancellationToken cancellationToken
    ) =>
        storage.Comments.TryMergeAsync(
            new TableEntity(Keys.Comments(kind, id), Keys.Id(comment.Id)) { [Changed] = "" },
            comment.ETag,
            cancellationToken
        );

    /// <summary>The comments on a patch or cover letter, by id.</summary>
    public Task<IReadOnlyList<byte[]>> CommentsAsync(ResourceKind kind, long id, CancellationToken cancellationToken) =>
        ReadAsync(storage.Comments, Keys.Comments(kind, id), cancellationToken);

    /// <summary>The checks of a patch, by id.</summary>
    public Task<IReadOnlyList<byte[]>> ChecksAsync(long patch, CancellationToken cancellationToken) =>
        ReadAsync(storage.Checks, Keys.Id(patch), cancellationToken);

    /// <summary>The comments on patches or cover letters, by parent and id.</summary>
    public IAsyncEnumerable<(long Parent, byte[] Json)> CommentsAsync(
        ResourceKind kind,
        IReadOnlyCollection<long> ids,
        CancellationToken cancellationToken
    ) => ReadAsync(storage.Comments, ids, id => Keys.Comments(kind, id), IdRanges.WidestGap, cancellationToken);

    /// <summary>The checks of patches, by patch and id.</summary>
    public IAsyncEnumerable<(long Parent, byte[] Json)> ChecksAsync(
        IReadOnlyCollection<long> patches,
        CancellationToken cancellationToken
    ) => ReadAsync(storage.Checks, patches, Keys.Id, WidestGapOfChecks, cancellationToken);

    /// <summary>
    /// The number of comments on each of some patches or cover letters; those without any are omitted.
    /// </summary>
    public Task<IReadOnlyDictionary<long, int>> CommentCountsAsync(
        ResourceKind kind,
        IReadOnlyCollection<long> ids,
        CancellationToken cancellationToken
    ) => CountsAsync(storage.Comments, ids, id => Keys.Comments(kind, id), cancellationToken);

    /// <summary>The same for the checks of patches.</summary>
    public Task<IReadOnlyDictionary<long, int>> CheckCountsAsync(
        IReadOnlyCollection<long> ids,
        CancellationToken cancellationToken
    ) => CountsAsync(storage.Checks, ids, Keys.Id, cancellationToken);

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
        var found = await table.FindAsync(partition, Keys.Id(id), cancellationToken);
        return found is not null ? await PackedJson.ReadAsync(found, storage, cancellationToken) : null;
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
            replies.Add(await PackedJson.ReadAsync(entity, storage, cancellationToken));
        return replies;
    }

    private async IAsyncEnumerable<(long Parent, byte[] Json)> ReadAsync(
        TableClient table,
        IReadOnlyCollection<long> ids,
        Func<long, string> partition,
        long widestGap,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (var entity in WantedAsync(table, ids, partition, null, widestGap, cancellationToken))
            yield return (Parent(entity), await PackedJson.ReadAsync(entity, storage, cancellationToken));
    }

    /// <summary>
    /// The rows of some resources. One query reads all of them, unless it finds many rows of other projects in between.
    /// How many there are is not known before, since the server also has projects that are not archived.
    /// </summary>
    /// <param name="widestGap">Ids that are no further apart are read by one query then.</param>
    private static async IAsyncEnumerable<TableEntity> WantedAsync(
        TableClient table,
        IReadOnlyCollection<long> ids,
        Func<long, string> partition,
        IEnumerable<string>? columns,
        long widestGap,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (ids.Count == 0)
            yield break;
        var (wanted, others) = (ids.ToHashSet(), 0);
        long? reached = null;
        await foreach (
            var entity in Between(table, partition(ids.Min()), partition(ids.Max()), columns, cancellationToken)
        )
        {
            if (wanted.Contains(Parent(entity)))
            {
                others = 0;
                yield return entity;
            }
            else if (++others > MostOthers)
            {
                reached = Parent(entity);
                break;
            }
        }
        // Where projects have every other id, there are hundreds of ranges.
        foreach (var some in IdRanges.Of(ids.Where(id => id > reached), widestGap).Chunk(MostAtOnce))
        {
            var read = await Task.WhenAll(
                some.Select(range =>
                    Between(table, partition(range.First), partition(range.Last), columns, cancellationToken)
                        .Where(entity => wanted.Contains(Parent(entity)))
                        .ToListAsync(cancellationToken)
                        .AsTask()
                )
            );
            foreach (var entity in read.SelectMany(rows => rows))
                yield return entity;
        }
    }

    private static AsyncPageable<TableEntity> Between(
        TableClient table,
        string first,
        string last,
        IEnumerable<string>? columns,
        CancellationToken cancellationToken
    ) =>
        table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey ge {first} and PartitionKey le {last}"),
            select: columns,
            cancellationToken: cancellationToken
        );

    private static async Task<IReadOnlyDictionary<long, int>> CountsAsync(
        TableClient table,
        IReadOnlyCollection<long> ids,
        Func<long, string> partition,
        CancellationToken cancellationToken
    ) =>
        await WantedAsync(table, ids, partition, ["PartitionKey"], IdRanges.WidestGap, cancellationToken)
            .CountBy(entity => Parent(entity))
            .ToDictionaryAsync(cancellationToken: cancellationToken);

    private static long Parent(TableEntity entity) =>
        long.Parse(entity.PartitionKey.AsSpan(entity.PartitionKey.IndexOf('-') + 1));
}
