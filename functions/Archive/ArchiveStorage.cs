using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace Hookwork.Archive;

/// <summary>Every table, container and queue of Hookwork, by name.</summary>
public sealed class ArchiveStorage(StorageConnection connection)
{
    public TableClient Projects { get; } = connection.Tables.GetTableClient("Projects");
    public TableClient People { get; } = connection.Tables.GetTableClient("People");
    public TableClient Users { get; } = connection.Tables.GetTableClient("Users");
    public TableClient Patches { get; } = connection.Tables.GetTableClient("Patches");
    public TableClient Covers { get; } = connection.Tables.GetTableClient("Covers");
    public TableClient Series { get; } = connection.Tables.GetTableClient("Series");
    public TableClient Comments { get; } = connection.Tables.GetTableClient("Comments");
    public TableClient Checks { get; } = connection.Tables.GetTableClient("Checks");
    public TableClient Events { get; } = connection.Tables.GetTableClient("Events");
    public TableClient Open { get; } = connection.Tables.GetTableClient("Open");
    public TableClient MessageIds { get; } = connection.Tables.GetTableClient("MessageIds");
    public TableClient Changes { get; } = connection.Tables.GetTableClient("Changes");
    public TableClient Cursors { get; } = connection.Tables.GetTableClient("Cursors");

    public TableClient CommentChanges { get; } = connection.Tables.GetTableClient("CommentChanges");
    public TableClient Completions { get; } = connection.Tables.GetTableClient("Completions");
    public TableClient Subscriptions { get; } = connection.Tables.GetTableClient("Subscriptions");
    public TableClient Outbox { get; } = connection.Tables.GetTableClient("Outbox");
    public TableClient Payloads { get; } = connection.Tables.GetTableClient("Payloads");
    public TableClient Deliveries { get; } = connection.Tables.GetTableClient("Deliveries");

    /// <summary>The exact bytes of every mbox that upstream served.</summary>
    public BlobContainerClient Mboxes { get; } = connection.Blobs.GetBlobContainerClient("mboxes");

    /// <summary>Snapshots of the catalog.</summary>
    public BlobContainerClient Catalog { get; } = connection.Blobs.GetBlobContainerClient("catalog");

    /// <summary>Blobs whose leases bound the requests to upstream.</summary>
    public BlobContainerClient Slots { get; } = connection.Blobs.GetBlobContainerClient("slots");

    /// <summary>The keys that secrets are encrypted with.</summary>
    public BlobContainerClient KeyRing { get; } = connection.Blobs.GetBlobContainerClient("keys");

    /// <summary>Resources to fetch.</summary>
    public QueueClient Refresh { get; } = connection.Queues.GetQueueClient(RefreshQueueName);

    /// <summary>Resources that could not be fetched, however often it was tried.</summary>
    public QueueClient Poison { get; } = connection.Queues.GetQueueClient(RefreshQueueName + "-poison");

    /// <summary>Every queue, each before what becomes of its messages that fail.</summary>
    public IReadOnlyList<QueueClient> Queues =>
        [Refresh, Poison, Announcements, AnnouncementsPoison, Wakes, WakesPoison];

    /// <summary>The queue that the Refresh function is bound to.</summary>
    public const string RefreshQueueName = "refresh";

    /// <summary>Finished events that subscriptions are to hear of.</summary>
    public QueueClient Announcements { get; } = connection.Queues.GetQueueClient(DeliveriesQueueName);

    /// <summary>Subscriptions whose deliveries are to be looked at.</summary>
    public QueueClient Wakes { get; } = connection.Queues.GetQueueClient(WakesQueueName);

    /// <summary>What could not be announced, however often it was tried.</summary>
    public QueueClient AnnouncementsPoison { get; } = connection.Queues.GetQueueClient(DeliveriesQueueName + "-poison");

    /// <summary>Looks that failed, however often they were taken.</summary>
    public QueueClient WakesPoison { get; } = connection.Queues.GetQueueClient(WakesQueueName + "-poison");

    /// <summary>The queue that fresh deliveries come by.</summary>
    public const string DeliveriesQueueName = "deliveries";

    /// <summary>The queue that everything slow goes by: retries, probes, backlogs, replays.</summary>
    public const string WakesQueueName = "deliveries-later";

    /// <summary>
    /// How the names of the blobs in each container end: as those of no other one, so that no two containers have a
    /// blob of one name, which Azurite would not always keep (see docs/operate.md).
    /// </summary>
    public IReadOnlyDictionary<BlobContainerClient, IReadOnlyList<string>> BlobEndings =>
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
        ];

    /// <summary>The names of what is missing; costs one listing a service.</summary>
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

    /// <summary>Creates what is missing; costs one listing a service where nothing is.</summary>
    public async Task EnsureCreatedAsync(CancellationToken cancellationToken)
    {
        var (tables, containers, queues) = await ListMissingAsync(cancellationToken);
        await Task.WhenAll([
            .. tables.Select(table => table.CreateIfNotExistsAsync(cancellationToken)),
            .. containers.Select(container => container.CreateIfNotExistsAsync(cancellationToken: cancellationToken)),
            .. queues.Select(queue => queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken)),
        ]);
    }

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
            [.. BlobEndings.Keys.Where(container => !containerNames.Contains(container.Name))],
            [.. Queues.Where(queue => !queueNames.Contains(queue.Name))]
        );
    }

    /// <summary>The names in use. Those of tables are the same in whatever case.</summary>
    private static async Task<HashSet<string>> NamesAsync<T>(AsyncPageable<T> items, Func<T, string> nameOf)
        where T : notnull
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        await foreach (var item in items)
            names.Add(nameOf(item));
        return names;
    }
}
