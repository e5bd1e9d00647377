namespace Azure.Data.Tables.Wire;

/// <summary>Percent-encoded paths relative to the account's endpoint.</summary>
internal static class Paths
{
    public const string Tables = "/Tables";
    public const string Transaction = "/$batch";

    /// <summary>A table as an item of the list of tables.</summary>
    public static string Table(string table) => $"/Tables('{Literal(table)}')";

    /// <summary>The rows of a table, to add to.</summary>
    public static string Rows(string table) => "/" + Uri.EscapeDataString(table);

    /// <summary>The rows of a table, to query.</summary>
    public static string Query(string table) => Rows(table) + "()";

    /// <summary>One row.</summary>
    public static string Row(string table, string partitionKey, string rowKey) =>
        $"{Rows(table)}(PartitionKey='{Literal(partitionKey)}',RowKey='{Literal(rowKey)}')";

    private static string Literal(string value) => Uri.EscapeDataString(value.Replace("'", "''", StringComparison.Ordinal));
}
