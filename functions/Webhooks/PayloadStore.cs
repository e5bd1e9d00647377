using Azure;
using Azure.Data.Tables;
using Hookwork.Archive;

namespace Hookwork.Webhooks;

/// <summary>The bodies that are sent, each written once: every attempt, and every subscription of the same format, sends the same bytes.</summary>
public sealed class PayloadStore(ArchiveStorage storage, MboxStore blobs)
{
    /// <summary>Keeps a body, unless one is kept under this key.</summary>
    /// <returns>The body that is kept.</returns>
    public async Task<byte[]> PutAsync(PayloadKey key, byte[] body, CancellationToken cancellationToken)
    {
        var entity = new TableEntity(key.Partition, key.Row);
        await PackedJson.WriteAsync(entity, body, blobs, $"payloads/{key.Partition}/{key.Row}.json.br", cancellationToken);
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

    /// <summary>Reads a body; null where there is none.</summary>
    public async Task<byte[]?> GetAsync(PayloadKey key, CancellationToken cancellationToken)
    {
        var found = await storage.Payloads.GetEntityIfExistsAsync<TableEntity>(key.Partition, key.Row, cancellationToken: cancellationToken);
        return found.HasValue ? await PackedJson.ReadAsync(found.Value!, blobs, cancellationToken) : null;
    }
}
