using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Hookwork.Input;
using Microsoft.Extensions.Configuration;

namespace Hookwork.Archive;

/// <summary>
/// The storage account, set by <c>AzureWebJobsStorage</c> (a connection string) or
/// <c>AzureWebJobsStorage__accountName</c> (an identity).
/// </summary>
public sealed record StorageConnection(BlobServiceClient Blobs, QueueServiceClient Queues, TableServiceClient Tables)
{
    /// <summary>The setting that names the account.</summary>
    public const string Setting = "AzureWebJobsStorage";

    /// <summary>Creates the clients, without connecting.</summary>
    /// <param name="setting">The setting that names the account.</param>
    /// <param name="configure">Changes the options of each client; null to leave them as they are.</param>
    /// <exception cref="SettingsException">The setting is missing or malformed.</exception>
    public static StorageConnection Read(
        IConfiguration configuration,
        string setting = Setting,
        Action<ClientOptions>? configure = null
    )
    {
        var section = configuration.GetSection(setting);
        return string.IsNullOrWhiteSpace(section.Value)
            ? FromIdentity(
                ServiceUri(section, "blob"),
                ServiceUri(section, "queue"),
                ServiceUri(section, "table"),
                Credential(section),
                configure
            )
            : FromConnectionString(section, configure);
    }

    /// <summary>Creates the clients of an account that is accessed with an identity.</summary>
    /// <param name="configure">Changes the options of each client; null to leave them as they are.</param>
    public static StorageConnection FromIdentity(
        Uri blobs,
        Uri queues,
        Uri tables,
        TokenCredential credential,
        Action<ClientOptions>? configure = null
    )
    {
        var (blob, queue, table) = Options(configure);
        return new StorageConnection(
            new BlobServiceClient(blobs, credential, blob),
            new QueueServiceClient(queues, credential, queue),
            new TableServiceClient(tables, credential, table)
        );
    }

    private static StorageConnection FromConnectionString(
        IConfigurationSection section,
        Action<ClientOptions>? configure
    )
    {
        var (blob, queue, table) = Options(configure);
        try
        {
            return new StorageConnection(
                new BlobServiceClient(section.Value, blob),
                new QueueServiceClient(section.Value, queue),
                new TableServiceClient(section.Value, table)
            );
        }
        // Each client library throws its own exception for a malformed connection string.
        catch (Exception exception)
            when (exception is FormatException or ArgumentException or InvalidOperationException)
        {
            throw new SettingsException(
                $"{section.Path} is not a valid connection string of a storage account: "
                    + "give 'UseDevelopmentStorage=true' for Azurite, "
                    + "or copy the connection string from the account's access keys."
            );
        }
    }

    private static (BlobClientOptions Blob, QueueClientOptions Queue, TableClientOptions Table) Options(
        Action<ClientOptions>? configure
    )
    {
        // The queue trigger of the Functions runtime expects Base64.
        var queue = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 };
        // A peek must not throw at a message that is not in Base64. The queue counts such a message, but it is not
        // shown.
        queue.MessageDecodingFailed += _ => Task.CompletedTask;
        var (blob, table) = (new BlobClientOptions(), new TableClientOptions());
        foreach (var options in new ClientOptions[] { blob, queue, table })
            configure?.Invoke(options);
        return (blob, queue, table);
    }

    private static Uri ServiceUri(IConfigurationSection section, string service)
    {
        if (section[$"{service}ServiceUri"] is { Length: > 0 } text)
        {
            return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps
                ? uri
                : throw new SettingsException(
                    $"{section.Path}__{service}ServiceUri is '{Printable.Escape(text)}': give the https address of the account's {service} endpoint."
                );
        }

        if (section["accountName"] is not { Length: > 0 } account)
            throw new SettingsException(
                $"{section.Path} is not set: give a connection string ('UseDevelopmentStorage=true' for Azurite), "
                    + $"or {section.Path}__accountName to use an identity."
            );
        if (account.Length is < 3 or > 24 || !account.All(char.IsAsciiLetterOrDigit))
            throw new SettingsException(
                $"{section.Path}__accountName is '{Printable.Escape(account)}': give the account's name, 3 to 24 letters and digits."
            );
        return new Uri($"https://{account}.{service}.core.windows.net/");
    }

    /// <summary>The identity with the configured client id, or the default one.</summary>
    private static DefaultAzureCredential Credential(IConfigurationSection section) =>
        section["clientId"] is { Length: > 0 } client
            ? new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = client })
            : new DefaultAzureCredential();
}
