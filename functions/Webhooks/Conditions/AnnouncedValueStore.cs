using System.Text.Json;
using Azure.Data.Tables;
using Hookwork.Archive;
using Hookwork.Webhooks.Announcing;

namespace Hookwork.Webhooks.Conditions;

/// <summary>What was announced last of each condition: one row each, changed by conditional writes only.</summary>
public sealed class AnnouncedValueStore(ArchiveStorage storage, TimeProvider time)
{
    private const string Prefix = "told-";
    private const string AfterPrefix = "told.";
    private const string Value = "Value";
    private const string Number = "Number";
    private const string Message = "Announcement";
    private const string Queued = "Queued";
    private const string At = "At";

    private TableClient Table => storage.Completions;

    /// <summary>Reads a row; null if there is none.</summary>
    public async Task<AnnouncedValue?> ReadAsync(Condition about, CancellationToken cancellationToken)
    {
        var row = await Table.FindAsync(Partition(about.Series), about.RowKey, cancellationToken);
        if (row is null)
            return null;
        return new AnnouncedValue(row.GetString(Value)!, row.GetInt32(Number) ?? 0)
        {
            Announcement = row.GetString(Message),
            IsQueued = row.GetBoolean(Queued) == true,
            ETag = row.ETag,
        };
    }

    /// <summary>Writes a row, unless it changed since it was read.</summary>
    /// <param name="before">The row as it was read; null if there was none.</param>
    /// <returns>The row; null if it changed.</returns>
    public async Task<AnnouncedValue?> TryWriteAsync(
        Condition about,
        AnnouncedValue? before,
        AnnouncedValue value,
        CancellationToken cancellationToken
    )
    {
        var row = new TableEntity(Partition(about.Series), about.RowKey)
        {
            [Value] = value.Value,
            [Number] = value.Number,
            [Queued] = value.IsQueued,
            [At] = time.GetUtcNow(),
            [Message] = value.Announcement,
        };
        return await Table.TryReplaceAsync(row, before?.ETag, cancellationToken) is { } written
            ? value with
            {
                ETag = written,
            }
            : null;
    }

    /// <summary>The last message of each condition that was announced since a time.</summary>
    public async Task<IReadOnlyList<Announcement>> SinceAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey ge {Prefix} and PartitionKey lt {AfterPrefix} and At ge {since} and Number gt 0"
        );
        return await Table
            .QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken)
            .Select(row => JsonSerializer.Deserialize(row.GetString(Message)!, WebhookJson.Default.Announcement)!)
            .ToListAsync(cancellationToken);
    }

    private static string Partition(long series) => Prefix + Keys.Bucket(series);
}
