using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Hookwork.Archive;

namespace Hookwork.Tests.Ingest;

/// <summary>Stands between Hookwork and its storage, and sees each request once, however often it is sent.</summary>
internal abstract class StoragePolicy : HttpPipelinePolicy
{
    /// <summary>A connection all of whose requests pass here.</summary>
    public StorageConnection Connect(string connectionString) =>
        new(new BlobServiceClient(connectionString, With(new BlobClientOptions())),
            new QueueServiceClient(connectionString, With(new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 })),
            new TableServiceClient(connectionString, With(new TableClientOptions())));

    public sealed override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

    private T With<T>(T options)
        where T : ClientOptions
    {
        options.AddPolicy(this, HttpPipelinePosition.PerCall);
        return options;
    }
}
