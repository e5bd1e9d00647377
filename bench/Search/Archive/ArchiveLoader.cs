using System.Buffers;
using System.IO.Pipelines;
using Azure.Data.Tables;
using Hookwork.Archive;
using Hookwork.Archive.Resources;

namespace Hookwork.Bench.Search.Archive;

/// <summary>Writes rows into the archive's tables, many at a time.</summary>
internal sealed class ArchiveLoader(ArchiveStorage storage)
{
    private const int MostRows = 100;
    private const int MostBytes = 2 << 20;
    private const int Parallelism = 8;

    private readonly MboxStore _mboxes = new(storage);
    private readonly List<(ArchiveRow Row, TableEntity Entity, int Size)> _packed = [];

    /// <summary>Compresses rows, which are kept until <see cref="FlushAsync"/>.</summary>
    public async Task AddAsync(IReadOnlyCollection<ArchiveRow> rows, CancellationToken cancellationToken)
    {
        var packed = new (ArchiveRow, TableEntity, int)[rows.Count];
        await Parallel.ForEachAsync(
            rows.Index(),
            cancellationToken,
            async (item, token) =>
            {
                var entity = new TableEntity(item.Item.Partition, item.Item.Row);
                await PackedJson.WriteAsync(
                    entity,
                    item.Item.Json,
                    storage,
                    $"bench/{item.Item.Table}/{item.Item.Row}.json.br",
                    token
                );
                var size =
                    800 + entity.Select(property => property.Value).OfType<byte[]>().Sum(part => part.Length * 4 / 3);
                // Frees the JSON once packed: a corpus of 100,000 mails has a gigabyte of it.
                packed[item.Index] = (item.Item with { Json = default }, entity, size);
            }
        );
        _packed.AddRange(packed);
    }

    /// <summary>Stores the mboxes of patches and cover letters.</summary>
    public Task AddMboxesAsync(
        IEnumerable<(ResourceKind Kind, long Id, ReadOnlyMemory<byte> Bytes)> mboxes,
        CancellationToken cancellationToken
    ) =>
        Parallel.ForEachAsync(
            mboxes,
            new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken },
            async (mbox, token) =>
                await _mboxes.WriteAsync(
                    Tracker.Project,
                    mbox.Kind,
                    mbox.Id,
                    PipeReader.Create(new ReadOnlySequence<byte>(mbox.Bytes)),
                    token
                )
        );

    /// <summary>Writes the added rows.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        foreach (var (row, entity, _) in _packed)
        {
            foreach (var (name, value) in row.Columns)
                entity[name] = value;
        }
        var batches = _packed
            .GroupBy(item => (item.Row.Table, item.Row.Partition))
            .SelectMany(group => Batches(group.Key.Table, group));
        await Parallel.ForEachAsync(
            batches,
            new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken },
            async (batch, token) =>
                await Table(batch.Table)
                    .SubmitTransactionAsync(
                        batch.Entities.Select(entity => new TableTransactionAction(
                            TableTransactionActionType.UpsertReplace,
                            entity
                        )),
                        token
                    )
        );
        _packed.Clear();
    }

    private static IEnumerable<(string Table, List<TableEntity> Entities)> Batches(
        string table,
        IEnumerable<(ArchiveRow Row, TableEntity Entity, int Size)> rows
    )
    {
        List<TableEntity> batch = [];
        var bytes = 0;
        foreach (var (_, entity, size) in rows)
        {
            if (batch.Count == MostRows || (batch.Count > 0 && bytes + size > MostBytes))
            {
                yield return (table, batch);
                (batch, bytes) = ([], 0);
            }
            batch.Add(entity);
            bytes += size;
        }
        yield return (table, batch);
    }

    private TableClient Table(string name) =>
        name switch
        {
            "Projects" => storage.Projects,
            "People" => storage.People,
            "Users" => storage.Users,
            "Patches" => storage.Patches,
            "Covers" => storage.Covers,
            "Series" => storage.Series,
            "Comments" => storage.Comments,
            "Checks" => storage.Checks,
            "Events" => storage.Events,
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such table."),
        };
}
