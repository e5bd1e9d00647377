namespace Hookwork.Bench.Storage;

/// <summary>One request to a storage account, as it crossed the wire.</summary>
/// <param name="Target">Path and query, percent-encoded.</param>
/// <param name="Headers">All of the request's but those of the connection.</param>
/// <param name="Status">What the service answered.</param>
/// <param name="At">When the request came in.</param>
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
    /// <summary>Whether the service did what it was asked for.</summary>
    public bool Succeeded => Status is >= 200 and < 300;

    /// <summary>The target without its query.</summary>
    public string Path => Target.Split('?')[0];

    /// <summary>A header's value, or null.</summary>
    public string? this[string header] =>
        Headers.FirstOrDefault(item => item.Key.Equals(header, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>A group of rows written to one table at once.</summary>
    public bool IsTransaction => Service == StorageService.Table && Path.EndsWith("/$batch", StringComparison.Ordinal);

    /// <summary>Messages taken off a queue, one or more.</summary>
    public bool IsReceive =>
        Service == StorageService.Queue
        && Method == "GET"
        && Path.EndsWith("/messages", StringComparison.Ordinal)
        && !Target.Contains("peekonly", StringComparison.Ordinal);

    /// <summary>A message deleted, or hidden for longer: what needs the receipt of a received message.</summary>
    public bool NeedsReceipt =>
        Service == StorageService.Queue && Target.Contains("popreceipt=", StringComparison.Ordinal);
}
