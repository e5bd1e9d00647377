namespace Hookwork.Bench.Search.Archive;

/// <summary>A row of the archive.</summary>
/// <param name="Table">The table's name.</param>
/// <param name="Partition">Its partition key.</param>
/// <param name="Row">Its row key.</param>
/// <param name="Json">The resource.</param>
/// <param name="Columns">The other columns; may be changed until the row is written.</param>
internal sealed record ArchiveRow(
    string Table,
    string Partition,
    string Row,
    ReadOnlyMemory<byte> Json,
    Dictionary<string, object> Columns
);
