using Azure.Core;
using Azure.Core.Pipeline;
using Hookwork.Archive;
using Microsoft.Extensions.Configuration;

namespace Hookwork.Tests.Ingest;

/// <summary>A policy between Hookwork and its storage that sees each request once, regardless of retries.</summary>
internal abstract class StoragePolicy : HttpPipelinePolicy
{
    /// <summary>A connection whose requests all pass through this policy.</summary>
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
