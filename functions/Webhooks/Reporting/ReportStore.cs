using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Hookwork.Archive;
using Hookwork.Archive.Resources;

namespace Hookwork.Webhooks.Reporting;

/// <summary>The reports, by message, context and caller.</summary>
public sealed class ReportStore(ArchiveStorage storage)
{
    /// <summary>Stores a report in place of the one before it.</summary>
    /// <param name="expected">The version that it follows; null if there is none.</param>
    /// <returns>The stored version; null if another one is stored by now.</returns>
    public async Task<ETag?> TryPutAsync(
        ReportKey key,
        Report report,
        ETag? expected,
        CancellationToken cancellationToken
    )
    {
        var entity = new TableEntity(key.Partition, key.Context);
        await PackedJson.WriteAsync(
            entity,
            JsonSerializer.SerializeToUtf8Bytes(report, WebhookJson.Default.Report),
            storage,
            $"reports/{key.Partition}/{key.Context}.json.br",
            cancellationToken
        );
        return await storage.Reports.TryReplaceAsync(entity, expected, cancellationToken);
    }

    /// <summary>Reads a report; null if there is none.</summary>
    public async Task<Report?> GetAsync(ReportKey key, CancellationToken cancellationToken)
    {
        var found = await storage.Reports.FindAsync(key.Partition, key.Context, cancellationToken);
        return found is not null ? await ReadAsync(found, cancellationToken) : null;
    }

    /// <summary>The reports of a message.</summary>
    public async Task<IReadOnlyList<Report>> AllAsync(string partition, CancellationToken cancellationToken)
    {
        List<Report> all = [];
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition}");
        await foreach (
            var entity in storage.Reports.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken)
        )
            all.Add(await ReadAsync(entity, cancellationToken));
        return all;
    }

    /// <summary>Deletes the reports that did not change since a time.</summary>
    public Task PruneAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        storage.Reports.DeleteWhereAsync(TableClient.CreateQueryFilter($"Timestamp lt {before}"), cancellationToken);

    private async Task<Report> ReadAsync(TableEntity entity, CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize(
            await PackedJson.ReadAsync(entity, storage, cancellationToken),
            WebhookJson.Default.Report
        )! with
        {
            Version = entity.ETag,
        };
}
