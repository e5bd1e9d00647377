using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;

namespace Hookwork.Archive;

/// <summary>The storage account, as <c>AzureWebJobsStorage</c> (a connection string) or <c>AzureWebJobsStorage__accountName</c> (an identity) names it.</summary>
public sealed record StorageConnection(BlobServiceClient Blobs, QueueServiceClient Queues, TableServiceClient Tables)
{
    /// <summary>Makes the clients; talks to nobody yet.</summary>
    /// <exception cref="SettingsException">The setting is missing or malformed.</exception>
    public static StorageConnection Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("AzureWebJobsStorage");
        if (!string.IsNullOrWhiteSpace(section.Value))
            return FromConnectionString(section.Value);

        return FromIdentity(
            ServiceUri(section, "blob"),
            ServiceUri(section, "queue"),
            ServiceUri(section, "table"),
            Credential(section));
    }

    /// <summary>Makes the clients of an account that is reached with an identity.</summary>
    /// <param name="configure">Changes the options of each client; null to leave them as they are.</param>
    public static StorageConnection FromIdentity(Uri blobs, Uri queues, Uri tables, TokenCredential credential, Action<ClientOptions>? configure = null)
    {
        var (blobOptions, queueOptions, tableOptions) = (new BlobClientOptions(), QueueOptions(), new TableClientOptions());
        foreach (var options in new ClientOptions[] { blobOptions, queueOptions, tableOptions })
            configure?.Invoke(options);
        return new StorageConnection(
            new BlobServiceClient(blobs, credential, blobOptions),
            new QueueServiceClient(queues, credential, queueOptions),
            new TableServiceClient(tables, credential, tableOptions));
    }

    // What the queue trigger of the Functions runtime expects.
    private static QueueClientOptions QueueOptions() => new() { MessageEncoding = QueueMessageEncoding.Base64 };

    private static StorageConnection FromConnectionString(string connectionString)
    {
        try
        {
            return new StorageConnection(
                new BlobServiceClient(connectionString),
                new QueueServiceClient(connectionString, QueueOptions()),
                new TableServiceClient(connectionString));
        }
        // Each client library reports a malformed connection string in its own way.
        catch (Exception exception) when (exception is FormatException or ArgumentException or InvalidOperationException)
        {
            throw new SettingsException("AzureWebJobsStorage is no connection string of a storage account: give 'UseDevelopmentStorage=true' for Azurite, or copy the connection string from the account's access keys.");
        }
    }

    private static Uri ServiceUri(IConfigurationSection section, string service)
    {
        if (section[$"{service}ServiceUri"] is { Length: > 0 } text)
        {
            return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps
                ? uri
                : throw new SettingsException($"AzureWebJobsStorage__{service}ServiceUri is '{Printable.Escape(text)}': give the https address of the account's {service} endpoint.");
        }

        if (section["accountName"] is not { Length: > 0 } account)
            throw new SettingsException("AzureWebJobsStorage is not set: give a connection string ('UseDevelopmentStorage=true' for Azurite), or AzureWebJobsStorage__accountName to use an identity.");
        if (account.Length is < 3 or > 24 || !account.All(char.IsAsciiLetterOrDigit))
            throw new SettingsException($"AzureWebJobsStorage__accountName is '{Printable.Escape(account)}': give the account's name, 3 to 24 letters and digits.");
        return new Uri($"https://{account}.{service}.core.windows.net/");
    }

    /// <summary>The identity that a storage setting chooses: the one whose client id it names, else the machine's own.</summary>
    public static TokenCredential Credential(IConfigurationSection section) =>
        section["clientId"] is { Length: > 0 } client
            ? new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = client })
            : new DefaultAzureCredential();
}
