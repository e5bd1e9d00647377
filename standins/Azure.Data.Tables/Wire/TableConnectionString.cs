namespace Azure.Data.Tables.Wire;

/// <summary>
/// A storage account's connection string: <c>name=value</c> pairs between semicolons, as
/// https://learn.microsoft.com/azure/storage/common/storage-configure-connection-string describes. Shared access
/// signatures are not supported here.
/// </summary>
internal static class TableConnectionString
{
    // The account that the storage emulators have, published with them.
    private const string EmulatorAccount = "devstoreaccount1";
    private const string EmulatorKey =
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private const int EmulatorPort = 10002;

    /// <exception cref="ArgumentException">The string names no account, key and endpoint.</exception>
    /// <exception cref="InvalidOperationException">It is not made of pairs.</exception>
    public static (Uri Endpoint, TableSharedKeyCredential Credential) Parse(string connectionString)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        var settings = Pairs(connectionString);
        if (settings.GetValueOrDefault("UseDevelopmentStorage") == "true")
            return (Emulator(settings.GetValueOrDefault("DevelopmentStorageProxyUri")), new(EmulatorAccount, EmulatorKey));

        if (settings.GetValueOrDefault("AccountName") is { } account && settings.GetValueOrDefault("AccountKey") is { } key)
        {
            var credential = new TableSharedKeyCredential(account, key);
            if (settings.TryGetValue("TableEndpoint", out var endpoint) && Uri.TryCreate(endpoint, UriKind.Absolute, out var uri))
                return (uri, credential);
            if (settings.TryGetValue("EndpointSuffix", out var suffix))
            {
                var protocol = settings.GetValueOrDefault("DefaultEndpointsProtocol", "https");
                return (new Uri($"{protocol}://{account}.table.{suffix}"), credential);
            }
        }

        throw new ArgumentException(
            "The connection string needs UseDevelopmentStorage=true, or AccountName and AccountKey with TableEndpoint or EndpointSuffix.",
            nameof(connectionString));
    }

    private static Uri Emulator(string? proxy)
    {
        var builder = new UriBuilder(proxy ?? "http://127.0.0.1") { Port = EmulatorPort, Path = EmulatorAccount };
        return builder.Uri;
    }

    private static Dictionary<string, string> Pairs(string text)
    {
        var pairs = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw new InvalidOperationException("The connection string is not made of name=value pairs between semicolons.");
            pairs[pair[..equals].Trim()] = pair[(equals + 1)..].Trim();
        }

        return pairs;
    }
}
