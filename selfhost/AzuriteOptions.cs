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
    /// The folder that keeps the data, created when missing and used by nobody else; <see langword="null"/> keeps it in
    /// memory only.
    /// </summary>
    public string? DataFolder { get; init; }

    /// <summary>
    /// Names of accounts that exist beside <see cref="Azurite.DefaultAccount"/>, all with its key; 3 to 24 lowercase
    /// letters and digits.
    /// </summary>
    public IReadOnlyList<string> Accounts { get; init; } = [];

    /// <summary>A PEM certificate and its key: serves https, and takes bearer tokens beside account keys.</summary>
    public (string CertificateFile, string KeyFile)? Https { get; init; }

    /// <summary>In memory, on three free ports: what tests want.</summary>
    public static AzuriteOptions InMemory { get; } = new();
}
