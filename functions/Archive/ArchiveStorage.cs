using System.IO.Hashing;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace Hookwork.Archive;

/// <summary>Hookwork's tables, blob containers and queues.</summary>
public sealed class ArchiveStorage(StorageConnection connection)
{
    /// <summary>The queue of <see cref="Refresh"/>.</summary>
    public const string RefreshQueueName = "refresh";

    /// <summary>The queue of <see cref="Announcements"/>.</summary>
    public const string AnnouncementsQueueName = "deliveries";

    /// <summary>The queue of <see cref="Wakes"/>.</summary>
    public const string WakesQueueName = "deliveries-later";

    private const string CreatedKey = "created";

    public TableClient Projects { get; } = connection.Tables.GetTableClient("Projects");
    public TableClient People { get; } = connection.Tables.GetTableClient("People");
    public TableClient Users { get; } = connection.Tables.GetTableClient("Users");
    public TableClient Patches { get; } = connection.Tables.GetTableClient("Patches");
    public TableClient Covers { get; } = connection.Tables.GetTableClient("Covers");
    public TableClient Series { get; } = connection.Tables.GetTableClient("Series");
    public TableClient Bundles { get; } = connection.Tables.GetTableClient("Bundles");
    public TableClient Comments { get; } = connection.Tables.GetTableClient("Comments");
    public TableClient Checks { get; } = connection.Tables.GetTableClient("Checks");
    public TableClient Events { get; } = connection.Tables.GetTableClient("Events");

    /// <summary>The events that are not finished.</summary>
    public TableClient Open { get; } = connection.Tables.GetTableClient("Open");

    public TableClient MessageIds { get; } = connection.Tables.GetTableClient("MessageIds");

    /// <summary>The journal.</summary>
    public TableClient Changes { get; } = connection.Tables.GetTableClient("Changes");

    /// <summary>Where polls and walks stand, and the archive's server.</summary>
    public TableClient Cursors { get; } = connection.Tables.GetTableClient("Cursors");

    public TableClient CommentChanges { get; } = connection.Tables.GetTableClient("CommentChanges");
    public TableClient Completions { get; } = connection.Tables.GetTableClient("Completions");
    public TableClient Subscriptions { get; } = connection.Tables.GetTableClient("Subscriptions");
    public TableClient Outbox { get; } = connection.Tables.GetTableClient("Outbox");
    public TableClient Payloads { get; } = connection.Tables.GetTableClient("Payloads");
    public TableClient Reports { get; } = connection.Tables.GetTableClient("Reports");
    public TableClient Deliveries { get; } = connection.Tables.GetTableClient("Deliveries");

    /// <summary>Mboxes, byte for byte as upstream served them, and JSON too large for a row.</summary>
    public BlobContainerClient Mboxes { get; } = connection.Blobs.GetBlobContainerClient("mboxes");

    /// <summary>Snapshots of the catalog.</summary>
    public BlobContainerClient Catalog { get; } = connection.Blobs.GetBlobContainerClient("catalog");

    /// <summary>Blobs whose leases bound the requests to upstream.</summary>
    public BlobContainerClient Slots { get; } = connection.Blobs.GetBlobContainerClient("slots");

    /// <summary>The keys that secrets are encrypted with.</summary>
    public BlobContainerClient KeyRing { get; } = connection.Blobs.GetBlobContainerClient("keys");

    /// <summary>Resources to fetch.</summary>
    public QueueClient Refresh { get; } = connection.Queues.GetQueueClient(RefreshQueueName);

    /// <summary>Dead-lettered refresh messages.</summary>
    public QueueClient RefreshPoison { get; } = connection.Queues.GetQueueClient(RefreshQueueName + "-poison");

    /// <summary>Finished events to announce to subscriptions.</summary>
    public QueueClient Announcements { get; } = connection.Queues.GetQueueClient(AnnouncementsQueueName);

    /// <summary>Dead-lettered announcements.</summary>
    public QueueClient AnnouncementsPoison { get; } =
        connection.Queues.GetQueueClient(AnnouncementsQueueName + "-poison");

    /// <summary>Subscriptions with deliveries that are due: retries, probes, a backlog, replays.</summary>
    public QueueClient Wakes { get; } = connection.Queues.GetQueueClient(WakesQueueName);

    /// <summary>Dead-lettered wakes.</summary>
    public QueueClient WakesPoison { get; } = connection.Queues.GetQueueClient(WakesQueueName + "-poison");

    /// <summary>Every queue; each precedes its poison queue.</summary>
    public IReadOnlyList<QueueClient> Queues =>
        [Refresh, RefreshPoison, Announcements, AnnouncementsPoison, Wakes, WakesPoison];

    /// <summary>
    /// The suffixes of the blob names in each container. No two containers share a suffix, because Azurite may lose a
    /// blob whose name exists in two containers (see docs/selfhost.md).
    /// </summary>
    public IReadOnlyDictionary<BlobContainerClient, IReadOnlyList<string>> BlobSuffixes =>
        new Dictionary<BlobContainerClient, IReadOnlyList<string>>
        {
            [Mboxes] = [".mbox", ".json.br"],
            [Catalog] = [".db"],
            [Slots] = [".slot"],
            [KeyRing] = [".xml"],
        };

    private IEnumerable<TableClient> AllTables =>
        [
            Projects,
            People,
            Users,
            Patches,
            Covers,
            Series,
            Bundles,
            Comments,
            Checks,
            Events,
            Open,
            MessageIds,
            Changes,
            Cursors,
            CommentChanges,
            Completions,
            Subscriptions,
            Outbox,
            Payloads,
            Deliveries,
            Reports,
        ];

    /// <summary>Names the resources that are missing. Costs one listing per service.</summary>
    public async Task<IReadOnlyList<string>> MissingAsync(CancellationToken cancellationToken)
    {
        var (tables, containers, queues) = await ListMissingAsync(cancellationToken);
        return
        [
            .. tables.Select(table => table.Name),
            .. containers.Select(container => container.Name),
            .. queues.Select(queue => queue.Name),
        ];
    }

    /// <summary>Creates the resources that are missing. Costs one listing per service if none is.</summary>
    public async Task EnsureCreatedAsync(CancellationToken cancellationToken)
    {
        var (tables, containers, queues) = await ListMissingAsync(cancellationToken);
        await Task.WhenAll([
            .. tables.Select(table => table.CreateIfNotExistsAsync(cancellationToken)),
            .. containers.Select(container => container.CreateIfNotExistsAsync(cancellationToken: cancellationToken)),
            .. queues.Select(queue => queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken)),
        ]);
    }

    /// <summary>Whether this storage is known to have had every resource. Costs one point read.</summary>
    public async Task<bool> WasCreatedAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await Cursors.FindAsync(CreatedKey, Fingerprint, cancellationToken) is not null;
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == TableErrorCode.TableNotFound)
        {
            return false;
        }
    }

    /// <summary>Records that every resource exists, for <see cref="WasCreatedAsync"/>.</summary>
    public Task NoteCreatedAsync(CancellationToken cancellationToken) =>
        Cursors.UpsertEntityAsync(new TableEntity(CreatedKey, Fingerprint), cancellationToken: cancellationToken);

    /// <summary>A hash of the names of all resources, so that a version with another one is not taken for this one.</summary>
    private string Fingerprint =>
        Convert.ToHexStringLower(
            XxHash64.Hash(
                Encoding.UTF8.GetBytes(
                    string.Join(
                        ' ',
                        AllTables
                            .Select(table => table.Name)
                            .Concat(BlobSuffixes.Keys.Select(container => container.Name))
                            .Concat(Queues.Select(queue => queue.Name))
                    )
                )
            )
        );

    private async Task<(
        IReadOnlyList<TableClient> Tables,
        IReadOnlyList<BlobContainerClient> Containers,
        IReadOnlyList<QueueClient> Queues
    )> ListMissingAsync(CancellationToken cancellationToken)
    {
        var tables = NamesAsync(
            connection.Tables.QueryAsync(cancellationToken: cancellationToken),
            table => table.Name
        );
        var containers = NamesAsync(
            connection.Blobs.GetBlobContainersAsync(cancellationToken: cancellationToken),
            container => container.Name
        );
        var queues = NamesAsync(
            connection.Queues.GetQueuesAsync(cancellationToken: cancellationToken),
            queue => queue.Name
        );
        await Task.WhenAll(tables, containers, queues);
        var (tableNames, containerNames, queueNames) = (await tables, await containers, await queues);
        return (
            [.. AllTables.Where(table => !tableNames.Contains(table.Name))],
            [.. BlobSuffixes.Keys.Where(container => !containerNames.Contains(container.Name))],
            [.. Queues.Where(queue => !queueNames.Contains(queue.Name))]
        );
    }

    /// <summary>The existing names. Table names are case-insensitive.</summary>
    private static async Task<HashSet<string>> NamesAsync<T>(AsyncPageable<T> items, Func<T, string> nameOf)
        where T : notnull
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        await foreach (var item in items)
            names.Add(nameOf(item));
        return names;
    }
}
