using System.Collections.Concurrent;
using Hookwork.Archive.Resources;

namespace Hookwork.Ingest.Refreshing;

/// <summary>
/// The archived rows of the resources to refresh. Those of a message are read at once, before the first of its resources
/// is fetched. A row that this process wrote since is read again, since another message fetched that resource meanwhile.
/// </summary>
public sealed class ResourceRows(ResourceStore resources)
{
    /// <summary>More are forgotten. A row that is not read again costs a fetch in vain.</summary>
    private const int MostNoted = 10_000;

    private readonly ConcurrentDictionary<(ResourceKind, long), long> _written = new();
    private long _writes;

    /// <summary>The rows of items; one that is not archived has no ETag.</summary>
    public async Task<Read> ReadAsync(IReadOnlyList<RefreshItem> items, CancellationToken cancellationToken)
    {
        var at = Volatile.Read(ref _writes);
        var rows = items
            .Select(item => (item.Kind, item.Id))
            .Distinct()
            .ToDictionary(key => key, _ => new ResourceRow());
        foreach (var kind in items.Select(item => item.Kind).Distinct())
        {
            List<long> ids = [.. rows.Keys.Where(key => key.Kind == kind).Select(key => key.Id)];
            foreach (var (id, row) in await resources.RowsAsync(kind, ids, cancellationToken))
                rows[(kind, id)] = row;
        }
        return new Read(at, rows);
    }

    /// <summary>The row of an item, as it is now.</summary>
    public async Task<ResourceRow> ReadAsync(RefreshItem item, CancellationToken cancellationToken) =>
        (await ReadAsync([item], cancellationToken)).Rows[(item.Kind, item.Id)];

    /// <summary>The row of an item, as it was read, or as it is now if this process wrote it since.</summary>
    public async Task<ResourceRow> CurrentAsync(RefreshItem item, Read read, CancellationToken cancellationToken)
    {
        var key = (item.Kind, item.Id);
        return _written.TryGetValue(key, out var write) && write > read.At
            ? await ReadAsync(item, cancellationToken)
            : read.Rows[key];
    }

    /// <summary>Notes that a row was written.</summary>
    public void Wrote(ResourceKind kind, long id)
    {
        if (_written.Count >= MostNoted)
            _written.Clear();
        _written[(kind, id)] = Interlocked.Increment(ref _writes);
    }

    /// <summary>Rows that were read together.</summary>
    /// <param name="At">How many rows this process had written.</param>
    public sealed record Read(long At, IReadOnlyDictionary<(ResourceKind, long), ResourceRow> Rows);
}
