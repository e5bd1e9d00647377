using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;
using Hookwork.Tests.Ingest;

namespace Hookwork.Tests.Catalog;

/// <summary>Records storage requests, and lets a test block or fail them.</summary>
internal sealed class Wire : StoragePolicy
{
    /// <summary>Each request: method, a space, path and query.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Called with each request before it is sent; it may throw or wait.</summary>
    public Func<string, CancellationToken, Task>? Before { get; set; }

    /// <summary>Holds each request that has a text, until the result is disposed.</summary>
    public IDisposable Hold(string text)
    {
        var gate = new Gate();
        Before = (request, _) => request.Contains(text, StringComparison.Ordinal) ? gate.Task : Task.CompletedTask;
        return gate;
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var request = $"{message.Request.Method} {message.Request.Uri.ToUri().PathAndQuery}";
        Requests.Enqueue(request);
        if (Before is { } before)
            await before(request, message.CancellationToken);
        await ProcessNextAsync(message, pipeline);
    }

    public override string ToString() => string.Join('\n', Requests);

    private sealed class Gate : TaskCompletionSource, IDisposable
    {
        public void Dispose() => SetResult();
    }
}
