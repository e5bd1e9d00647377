using Azure.Core;
using Azure.Core.Pipeline;

namespace Hookwork.Tests.Ingest;

/// <summary>Makes delayed messages visible immediately.</summary>
/// <param name="delayed">Called for each delayed message.</param>
internal sealed class ImpatientPolicy(Action? delayed = null) : StoragePolicy
{
    private long _count;

    /// <summary>The number of requests.</summary>
    public long Count => Interlocked.Read(ref _count);

    public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Interlocked.Increment(ref _count);
        if (
            message.Request.Method == RequestMethod.Post
            && message.Request.Uri.Query.Contains("visibilitytimeout=", StringComparison.Ordinal)
        )
        {
            delayed?.Invoke();
            message.Request.Uri.Query = message.Request.Uri.Query.Replace(
                "visibilitytimeout=",
                "none=",
                StringComparison.Ordinal
            );
        }
        return ProcessNextAsync(message, pipeline);
    }
}
