using Azure;
using Azure.Data.Tables;

namespace Hookwork.Archive.Cursors;

/// <summary>Stores the identity of the archive's server.</summary>
public sealed class ServerStore(ArchiveStorage storage)
{
    private const string Key = "server";

    /// <summary>Reads the identity and its ETag; nulls before the first start.</summary>
    public async Task<(ServerIdentity? Server, ETag? ETag)> ReadAsync(CancellationToken cancellationToken)
    {
        var found = await storage.Cursors.FindAsync(Key, Key, cancellationToken);
        return found is { } row
            ? (
                new ServerIdentity(
                    new Uri(row.GetString("Address")),
                    row.GetInt64("Project"),
                    row.GetString("ListId"),
                    row.GetString("LinkName"),
                    row.GetInt64("Patch"),
                    row.GetString("MessageId"),
                    row.GetInt64("LastProject")
                ),
                row.ETag
            )
            : (null, null);
    }

    /// <summary>Writes the identity if it is unchanged since it was read.</summary>
    /// <returns>False on a conflict; read again.</returns>
    public async Task<bool> TryWriteAsync(ServerIdentity server, ETag? read, CancellationToken cancellationToken)
    {
        var row = new TableEntity(Key, Key)
        {
            ["Address"] = server.Address.AbsoluteUri,
            ["Project"] = server.Project,
            ["ListId"] = server.ListId,
            ["LinkName"] = server.LinkName,
            ["Patch"] = server.Patch,
            ["MessageId"] = server.MessageId,
            ["LastProject"] = server.LastProject,
        };
        return await storage.Cursors.TryReplaceAsync(row, read, cancellationToken) is not null;
    }
}
