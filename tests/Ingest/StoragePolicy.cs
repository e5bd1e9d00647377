using Azure.Core;
using Azure.Core.Pipeline;
using Hookwork.Archive;
using Microsoft.Extensions.Configuration;

namespace Hookwork.Tests.Ingest;

/// <summary>Stands between Hookwork and its storage, and sees each request once, however often it is sent.</summary>
internal abstract class StoragePolicy : HttpPipelinePolicy
{
    /// <summary>A connection all of whose requests pass here.</summary>
    public StorageConnection Connect(string connectionString) =>
        StorageConnection.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection([new(StorageConnection.Setting, connectionString)])
                .Build(),
            configure: options => options.AddPolicy(this, HttpPipelinePosition.PerCall)
        );

    public sealed override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException();
}
