using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;

namespace Hookwork.Archive.Resources;

/// <summary>Finds a patch or cover letter by its Message-ID, which is unique only within a project.</summary>
public sealed class MessageIdIndex(ArchiveStorage storage)
{
    private const int HashLength = 2 * SHA256.HashSizeInBytes;

    /// <summary>The column of a Message-ID that is not within one pair of angle brackets.</summary>
    private const string Irregular = "MessageId";

    /// <summary>Indexes a resource by its Message-ID. Idempotent.</summary>
    public Task AddAsync(
        string messageId,
        long project,
        ResourceKind kind,
        long id,
        CancellationToken cancellationToken
    )
    {
        var entity = Row(messageId, project, kind, id);
        if (messageId != Bracketed(Bare(messageId)))
            entity[Irregular] = messageId;
        return storage.MessageIds.UpsertEntityAsync(entity, TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>Removes a resource from under a Message-ID. Idempotent.</summary>
    public Task RemoveAsync(
        string messageId,
        long project,
        ResourceKind kind,
        long id,
        CancellationToken cancellationToken
    )
    {
        var row = Row(messageId, project, kind, id);
        return storage.MessageIds.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
    }

    /// <summary>
    /// The resource of a kind with exactly this Message-ID, in its angle brackets if it has any; the newest if there
    /// are several.
    /// </summary>
    public async Task<long?> FindAsync(
        string messageId,
        long project,
        ResourceKind kind,
        CancellationToken cancellationToken
    )
    {
        var hash = Hash(messageId);
        var prefix = $"{hash}-{Keys.Id(project)}-{kind.Name()}-";
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {hash[..2]} and RowKey ge {prefix} and RowKey lt {prefix + "~"}"
        );
        long? found = null;
        await foreach (
            var entity in storage.MessageIds.QueryAsync<TableEntity>(
                filter,
                select: ["RowKey", Irregular],
                cancellationToken: cancellationToken
            )
        )
        {
            if ((entity.GetString(Irregular) ?? Bracketed(Bare(messageId))) == messageId)
                found = long.Parse(entity.RowKey.AsSpan(prefix.Length));
        }
        return found;
    }

    /// <summary>The ids of a project's indexed resources of a kind.</summary>
    public async IAsyncEnumerable<long> IdsAsync(
        long project,
        ResourceKind kind,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var infix = $"-{Keys.Id(project)}-{kind.Name()}-";
        await foreach (
            var entity in storage.MessageIds.QueryAsync<TableEntity>(
                select: ["RowKey"],
                cancellationToken: cancellationToken
            )
        )
        {
            if (entity.RowKey.AsSpan(HashLength).StartsWith(infix, StringComparison.Ordinal))
                yield return long.Parse(entity.RowKey.AsSpan(HashLength + infix.Length));
        }
    }

    private static TableEntity Row(string messageId, long project, ResourceKind kind, long id)
    {
        var hash = Hash(messageId);
        return new TableEntity(hash[..2], $"{hash}-{Keys.Id(project)}-{kind.Name()}-{Keys.Id(id)}");
    }

    /// <summary>Hashes a Message-ID without its angle brackets, which URLs omit.</summary>
    private static string Hash(string messageId) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Bare(messageId))));

    private static string Bare(string messageId) => messageId.Trim().TrimStart('<').TrimEnd('>');

    private static string Bracketed(string messageId) => $"<{messageId}>";
}
