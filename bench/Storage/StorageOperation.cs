namespace Hookwork.Bench.Storage;

/// <summary>A request to a storage account, as sent.</summary>
/// <param name="Target">Path and query, percent-encoded.</param>
/// <param name="Headers">All request headers except those of the connection.</param>
/// <param name="Status">The response's status code.</param>
/// <param name="At">When the request was received.</param>
internal sealed record StorageOperation(
    StorageService Service,
    string Method,
    string Target,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    byte[] Body,
    int Status,
    DateTimeOffset At
)
{
    /// <summary>Whether the operation succeeded.</summary>
    public bool Succeeded => Status is >= 200 and < 300;

    /// <summary>The target without its query.</summary>
    public string Path => Target.Split('?')[0];

    /// <summary>A header's value; null if missing.</summary>
    public string? this[string header] =>
        Headers.FirstOrDefault(item => item.Key.Equals(header, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>Whether it is a batch of rows of one table.</summary>
    public bool IsTransaction => Service == StorageService.Table && Path.EndsWith("/$batch", StringComparison.Ordinal);

    /// <summary>Whether it receives messages.</summary>
    public bool IsReceive =>
        Service == StorageService.Queue
        && Method == "GET"
        && Path.EndsWith("/messages", StringComparison.Ordinal)
        && !Target.Contains("peekonly", StringComparison.Ordinal);

    /// <summary>Whether it deletes or updates a message, which needs the receipt of a received message.</summary>
    public bool NeedsReceipt =>
        Service == StorageService.Queue && Target.Contains("popreceipt=", StringComparison.Ordinal);
}
