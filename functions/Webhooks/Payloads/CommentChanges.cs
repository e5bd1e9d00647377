using System.Text.Json;
using Azure.Data.Tables;
using Hookwork.Archive;
using Hookwork.Webhooks.Announcing;

namespace Hookwork.Webhooks.Payloads;

/// <summary>
/// When comments were marked as addressed or unmarked. Patchwork has no events for it, so replays read it here.
/// </summary>
public sealed class CommentChanges(ArchiveStorage storage)
{
    private const string Column = "Announcement";

    /// <summary>Records a change; idempotent.</summary>
    /// <param name="version">When it was seen, as ticks of UTC.</param>
    public Task AddAsync(Announcement change, string version, CancellationToken cancellationToken) =>
        storage.CommentChanges.UpsertEntityAsync(
            new TableEntity(Keys.Id(change.Project), $"{Row(long.Parse(version))}-{change.Suffix}")
            {
                [Column] = JsonSerializer.Serialize(change, WebhookJson.Default.Announcement),
            },
            TableUpdateMode.Replace,
            cancellationToken
        );

    /// <summary>The changes seen since a time, by project.</summary>
    public async Task<IReadOnlyList<Announcement>> SinceAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"RowKey ge {Row(since.UtcTicks)}");
        return await storage
            .CommentChanges.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken)
            .Select(row => JsonSerializer.Deserialize(row.GetString(Column)!, WebhookJson.Default.Announcement)!)
            .ToListAsync(cancellationToken);
    }

    private static string Row(long ticks) => $"{ticks:D19}";
}
