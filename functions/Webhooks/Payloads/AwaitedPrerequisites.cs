using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Hookwork.Archive;

namespace Hookwork.Webhooks.Payloads;

/// <summary>The series whose prerequisites did not all arrive yet.</summary>
public sealed class AwaitedPrerequisites(ArchiveStorage storage)
{
    private const string Partition = "awaited";

    /// <summary>Records a series, in place of what was recorded of it before.</summary>
    public Task AddAsync(AwaitedSeries series, CancellationToken cancellationToken) =>
        storage.Completions.UpsertEntityAsync(
            new TableEntity(Partition, Keys.Id(series.Series))
            {
                ["Project"] = series.Project,
                ["Event"] = series.Completion,
                ["Names"] = JsonSerializer.SerializeToUtf8Bytes(series.Names, WebhookJson.Default.IReadOnlyListString),
            },
            TableUpdateMode.Replace,
            cancellationToken
        );

    /// <summary>Deletes a series that lacks nothing any more.</summary>
    public Task RemoveAsync(long series, CancellationToken cancellationToken) =>
        storage.Completions.DeleteEntityAsync(Partition, Keys.Id(series), ETag.All, cancellationToken);

    /// <summary>All that are recorded.</summary>
    public async Task<IReadOnlyList<AwaitedSeries>> AllAsync(CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition}");
        return await storage
            .Completions.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken)
            .Select(entity => new AwaitedSeries(
                entity.GetInt64("Project") ?? 0,
                long.Parse(entity.RowKey),
                entity.GetInt64("Event") ?? 0,
                JsonSerializer.Deserialize(entity.GetBinary("Names"), WebhookJson.Default.IReadOnlyListString)!
            ))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Deletes what was recorded before a time.</summary>
    public Task PruneAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        storage.Completions.DeleteWhereAsync(
            TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and Timestamp lt {before}"),
            cancellationToken
        );
}
