namespace Azure.Data.Tables.Wire;

/// <summary>The names that every row has on the wire, and those that OData adds to it.</summary>
internal static class Names
{
    public const string PartitionKey = "PartitionKey";
    public const string RowKey = "RowKey";
    public const string Timestamp = "Timestamp";

    /// <summary>The row's version, among its columns.</summary>
    public const string ETag = "odata.etag";

    /// <summary>Follows a column's name in the name of the annotation that gives the column's type.</summary>
    public const string TypeSuffix = "@odata.type";
}
