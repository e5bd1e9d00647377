namespace Hookwork.SelfHost;

/// <summary>How an <see cref="Azurite"/> is started.</summary>
public sealed record AzuriteOptions
{
    /// <summary>The port of the blob service; 0 lets the system choose a free one.</summary>
    public int BlobPort { get; init; }

    /// <summary>The port of the queue service; 0 lets the system choose a free one.</summary>
    public int QueuePort { get; init; }

    /// <summary>The port of the table service; 0 lets the system choose a free one.</summary>
    public int TablePort { get; init; }

    /// <summary>
    /// The data folder, created if missing and used exclusively; <see langword="null"/> keeps data in memory only.
    /// </summary>
    public string? DataFolder { get; init; }

    /// <summary>
    /// Names of further accounts beside <see cref="Azurite.DefaultAccount"/>, all with its key; 3 to 24 lowercase
    /// letters and digits each.
    /// </summary>
    public IReadOnlyList<string> Accounts { get; init; } = [];

    /// <summary>The key of all accounts, in Base64; the published one by default.</summary>
    public string AccountKey { get; init; } = Azurite.AccountKey;

    /// <summary>A PEM certificate and its key: enables https, and bearer tokens beside account keys.</summary>
    public (string CertificateFile, string KeyFile)? Https { get; init; }

    /// <summary>In memory, on three free ports; for tests.</summary>
    public static AzuriteOptions InMemory { get; } = new();
}
