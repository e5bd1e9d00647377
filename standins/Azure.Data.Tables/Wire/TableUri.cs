using System.Net;

namespace Azure.Data.Tables.Wire;

/// <summary>
/// What an address says: on a host of its own (<c>https://account.table.core.windows.net/table</c>) the account is the
/// first label; on an IP address or this machine (<c>http://127.0.0.1:10002/account/table</c>) it is the first segment.
/// </summary>
internal static class TableUri
{
    /// <summary>The account's name, or the empty string.</summary>
    public static string Account(Uri uri)
    {
        if (!HasAccountInPath(uri))
            return uri.Host.Split('.')[0];
        return Segments(uri) is [var account, ..] ? account : "";
    }

    /// <summary>The table's name at the end of the address, or null.</summary>
    public static string? Table(Uri uri) => (Segments(uri), HasAccountInPath(uri)) switch
    {
        ([var table], false) => table,
        ([_, var table], true) => table,
        _ => null,
    };

    /// <summary>The address without the table's name, if that is there.</summary>
    public static Uri WithoutTable(Uri uri, string table)
    {
        ArgumentNullException.ThrowIfNull(uri);
        if (!string.Equals(Table(uri), table, StringComparison.OrdinalIgnoreCase))
            return uri;

        var builder = new UriBuilder(uri);
        builder.Path = builder.Path.TrimEnd('/')[..^table.Length];
        return builder.Uri;
    }

    /// <summary>The address with the table's name.</summary>
    public static Uri WithTable(Uri endpoint, string table)
    {
        var builder = new UriBuilder(endpoint) { Query = "" };
        builder.Path = builder.Path.TrimEnd('/') + "/" + table;
        return builder.Uri;
    }

    private static bool HasAccountInPath(Uri uri) => uri.IsLoopback || IPAddress.TryParse(uri.Host, out _);

    private static string[] Segments(Uri uri) => uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
}
