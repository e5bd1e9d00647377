using Azure.Core;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Hookwork.Archive;
using Microsoft.Extensions.Configuration;

namespace Hookwork.SelfHost.Configuration;

/// <summary>Clients of the storage that a connection setting names: a connection string, or an account reached with an identity.</summary>
internal static class StorageClients
{
    /// <exception cref="SettingsException">The setting is missing or malformed.</exception>
    public static BlobServiceClient Blobs(IConfiguration configuration, string setting)
    {
        var options = WithRetries(new BlobClientOptions());
        return Create(
            configuration, setting, "blob", text => new BlobServiceClient(text, options), (uri, identity) => new BlobServiceClient(uri, identity, options));
    }

    /// <exception cref="SettingsException">The setting is missing or malformed.</exception>
    public static QueueServiceClient Queues(IConfiguration configuration, string setting)
    {
        // Texts are taken as they are: what is no Base64 belongs into the poison queue unchanged.
        var options = WithRetries(new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None });
        return Create(
            configuration, setting, "queue", text => new QueueServiceClient(text, options), (uri, identity) => new QueueServiceClient(uri, identity, options));
    }

    private static T Create<T>(IConfiguration configuration, string setting, string service, Func<string, T> fromText, Func<Uri, TokenCredential, T> fromUri)
    {
        var section = configuration.GetSection(setting);
        try
        {
            if (section.Value is { Length: > 0 } text) return fromText(text);
            if (section[service + "ServiceUri"] is { Length: > 0 } uri) return fromUri(new Uri(uri), StorageConnection.Credential(section));
            if (section["accountName"] is { Length: > 0 } account) return fromUri(new Uri($"https://{account}.{service}.core.windows.net"), StorageConnection.Credential(section));
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or InvalidOperationException)
        {
            throw new SettingsException(
                $"The setting {setting} is no storage connection string: copy the one of your storage account, or give UseDevelopmentStorage=true for Azurite.");
        }

        throw new SettingsException(
            $"The setting {setting} is missing: give a storage connection string, or {setting}__accountName for an account reached with an identity.");
    }

    private static T WithRetries<T>(T options)
        where T : ClientOptions
    {
        // Triggers have their own patience: the client only bridges a hiccup.
        options.Retry.MaxRetries = 2;
        options.Retry.Delay = TimeSpan.FromMilliseconds(100);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(2);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(20);
        return options;
    }
}
