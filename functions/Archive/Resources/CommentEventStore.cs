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
    /// The id of the first event that says that a comment was created; 0 if the comment was archived before this one.
    /// </summary>
    /// <param name="claimant">The event to record as the first, if none is.</param>
    public async Task<long> FirstEventAsync(
        ResourceKind kind,
        long id,
        long comment,
        CommentEvent claimant,
        CancellationToken cancellationToken
    )
    {
        var key = (Partition: Keys.Comments(kind, id), Row: Keys.Id(comment));
        while (true)
        {
            var found = await storage.Comments.GetEntityIfExistsAsync<TableEntity>(
                key.Partition,
                key.Row,
                ["PartitionKey", "RowKey", FirstAt, FirstEvent],
                cancellationToken
            );
            // The server does not list it, or no longer.
            if (!found.HasValue)
                return claimant.Id;
            if (found.Value!.GetInt64(FirstEvent) is { } first)
                return first;
            first = found.Value.GetDateTimeOffset(FirstAt) < claimant.NotBefore ? 0 : claimant.Id;
            try
            {
                await storage.Comments.UpdateEntityAsync(
                    new TableEntity(key.Partition, key.Row) { [FirstEvent] = first },
                    found.Value.ETag,
                    TableUpdateMode.Merge,
                    cancellationToken
                );
                return first;
            }
            catch (RequestFailedException exception) when (exception.Status is 412 or 404)
            {
                // The row was written or deleted in the meantime.
            }
        }
    }
}
