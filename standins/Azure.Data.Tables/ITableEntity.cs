namespace Azure.Data.Tables;

/// <summary>
/// A row of a table. Implemented by typed entities, whose other public properties are the row's columns, and by
/// <see cref="TableEntity"/>, which holds any columns.
/// </summary>
public interface ITableEntity
{
    /// <summary>The partition that the row is in; with <see cref="RowKey"/> it identifies the row. May be empty, not null.</summary>
    string PartitionKey { get; set; }

    /// <summary>The row within its partition. May be empty, not null.</summary>
    string RowKey { get; set; }

    /// <summary>When the service last changed the row, in UTC; set by reading, ignored by writing.</summary>
    DateTimeOffset? Timestamp { get; set; }

    /// <summary>The version of the row, for optimistic concurrency; set by reading.</summary>
    ETag ETag { get; set; }
}
