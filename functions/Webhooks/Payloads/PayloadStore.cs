using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Hookwork.Archive;
using Hookwork.Archive.Resources;

namespace Hookwork.Webhooks.Payloads;

/// <summary>
/// The bodies of messages, each written once: every attempt, and every subscription of the same format, sends the same
/// bytes.
/// </summary>
public sealed class PayloadStore(ArchiveStorage storage)
{
    /// <summary>Stores a body, unless one is stored under this key.</summary>
    /// <returns>The stored body.</returns>
    public async Task<byte[]> PutAsync(PayloadKey key, byte[] body, CancellationToken cancellationToken)
    {
        var entity = new TableEntity(key.Partition, key.Row);
        await PackedJson.WriteAsync(
            entity,
            body,
            storage,
            $"payloads/{key.Partition}/{key.Row}.json.br",
            cancellationToken
        );
        try
        {
            await storage.Payloads.AddEntityAsync(entity, cancellationToken);
            return body;
        }
        catch (RequestFailedException exception) when (exception.Status == 409)
        {
            return await GetAsync(key, cancellationToken) ?? body;
        }
    }

    /// <summary>The partition of the bodies of a project that are made at a time.</summary>
    public static string Partition(long project, DateTimeOffset at) => $"{Keys.Id(project)}-{Day(at)}";

    /// <summary>Whether the bodies of a partition were made before the day of a time.</summary>
    public static bool IsBefore(string partition, DateTimeOffset time) =>
        string.CompareOrdinal(partition[(partition.IndexOf('-') + 1)..], Day(time)) < 0;

    /// <summary>Deletes the bodies that were made before the day of a time, but for some.</summary>
    public async Task PruneAsync(
        DateTimeOffset before,
        IReadOnlySet<PayloadKey> pending,
        CancellationToken cancellationToken
    )
    {
        for (
            var project = await NextProjectAsync("", cancellationToken);
            project is not null;
            project = await NextProjectAsync($"{project}.", cancellationToken)
        )
        {
            var filter = TableClient.CreateQueryFilter(
                $"PartitionKey ge {project + "-"} and PartitionKey lt {$"{project}-{Day(before)}"}"
            );
            await storage.Payloads.DeleteWhereAsync(
                filter,
                cancellationToken,
                stays: row => pending.Contains(new PayloadKey(row.PartitionKey, row.RowKey))
            );
        }
    }

    /// <summary>The first project with bodies, from a key on.</summary>
    private async Task<string?> NextProjectAsync(string from, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {from}");
        var first = await storage
            .Payloads.QueryAsync<TableEntity>(filter, 1, ["PartitionKey"], cancellationToken)
            .FirstOrDefaultAsync(cancellationToken);
        return first?.PartitionKey.Split('-')[0];
    }

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    /// <summary>Reads a body; null where there is none.</summary>
    public async Task<byte[]?> GetAsync(PayloadKey key, CancellationToken cancellationToken)
    {
        var found = await storage.Payloads.FindAsync(key.Partition, key.Row, cancellationToken);
        return found is not null ? await PackedJson.ReadAsync(found, storage, cancellationToken) : null;
    }
}
