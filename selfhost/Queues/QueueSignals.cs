using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Hookwork.SelfHost.Queues;

/// <summary>
/// Wakes the reader of a queue when this process sends it a message, so that it does not wait for its next poll. Others'
/// messages, and those with a delay, are found by polling.
/// </summary>
internal sealed class QueueSignals : HttpPipelineSynchronousPolicy
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _sent = new(StringComparer.Ordinal);

    /// <summary>Waits until a message is sent to a queue, at most for the pause.</summary>
    public async Task WaitAsync(string queue, TimeSpan pause, CancellationToken stopping)
    {
        Task sent = Of(queue).WaitAsync(pause, stopping);
        await sent.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public override void OnReceivedResponse(HttpMessage message)
    {
        var address = message.Request.Uri.ToUri();
        if (
            message.Request.Method == RequestMethod.Post
            && message.Response.Status == 201
            && address.Segments is [.., var queue, "messages"]
            && !address.Query.Contains("visibilitytimeout=", StringComparison.Ordinal)
        )
            Wake(Of(queue.TrimEnd('/')));
    }

    private SemaphoreSlim Of(string queue) => _sent.GetOrAdd(queue, _ => new SemaphoreSlim(0));

    /// <summary>One wake is enough: the reader then reads all.</summary>
    private static void Wake(SemaphoreSlim sent)
    {
        lock (sent)
        {
            if (sent.CurrentCount == 0)
                sent.Release();
        }
    }
}
