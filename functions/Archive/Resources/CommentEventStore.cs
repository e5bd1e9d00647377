using System.Globalization;
using Azure;
using Azure.Data.Tables;

namespace Hookwork.Archive.Resources;

/// <summary>Records with each comment which event was the first to say that it was created.</summary>
public sealed class CommentEventStore(ArchiveStorage storage)
{
    /// <summary>The column of when the comment was first archived.</summary>
    internal const string FirstAt = "FirstAt";

    /// <summary>The column of the first event's id.</summary>
    internal const string FirstEvent = "FirstEvent";

    /// <summary>
    /// The id of the first event that says that a comment was created, by comment; 0 if the comment was archived before
    /// this one.
    /// </summary>
    /// <param name="claimants">The event to record as the first of each comment, if none is.</param>
    public async Task<IReadOnlyDictionary<long, long>> FirstEventsAsync(
        ResourceKind kind,
        long id,
        IReadOnlyDictionary<long, CommentEvent> claimants,
        CancellationToken cancellationToken
    )
    {
        var partition = Keys.Comments(kind, id);
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {partition} and RowKey ge {Keys.Id(claimants.Keys.Min())} and RowKey le {Keys.Id(claimants.Keys.Max())}"
        );
        while (true)
        {
            // A comment that the server does not list, or no longer, has no row.
            var firsts = claimants.ToDictionary(claim => claim.Key, claim => claim.Value.Id);
            List<TableTransactionAction> claims = [];
            await foreach (
                var row in storage.Comments.QueryAsync<TableEntity>(
                    filter,
                    select: ["PartitionKey", "RowKey", FirstAt, FirstEvent],
                    cancellationToken: cancellationToken
                )
            )
            {
                var comment = long.Parse(row.RowKey, CultureInfo.InvariantCulture);
                if (!claimants.TryGetValue(comment, out var claimant))
                    continue;
                firsts[comment] = FirstOf(row, claimant);
                if (row[FirstEvent] is not null)
                    continue;
                var claim = new TableEntity(partition, row.RowKey) { [FirstEvent] = firsts[comment] };
                claims.Add(new TableTransactionAction(TableTransactionActionType.UpdateMerge, claim, row.ETag));
            }
            try
            {
                await storage.Comments.SubmitAsync(claims, cancellationToken);
                return firsts;
            }
            catch (RequestFailedException exception) when (exception.Status is 412 or 404)
            {
                // A row was written or deleted in the meantime.
            }
        }
    }

    /// <summary>The first event of a comment: the recorded one, or else the claimant.</summary>
    internal static long FirstOf(TableEntity row, CommentEvent claimant) =>
        row.GetInt64(FirstEvent) ?? (row.GetDateTimeOffset(FirstAt) < claimant.NotBefore ? 0 : claimant.Id);
}
