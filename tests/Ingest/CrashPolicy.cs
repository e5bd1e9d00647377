using Azure.Core;
using Azure.Core.Pipeline;

namespace Hookwork.Tests.Ingest;

/// <summary>
/// Fails the storage request with a given number, and all later ones until revived. Requests that only read are not
/// counted: a crash before one leaves in storage what a crash before the next write leaves.
/// </summary>
internal sealed class CrashPolicy(int at) : StoragePolicy
{
    private int _at = at;
    private int _sent;

    public bool Armed { get; set; }
    public bool Crashed { get; private set; }

    /// <summary>Restarts the count with another number.</summary>
    public void Arm(int steps) => (_at, _sent, Armed) = (steps, 0, true);

    public async Task ReviveAsync(Deployment deployment)
    {
        Armed = false;
        var archive = deployment.Archive;
        await foreach (var slot in archive.Slots.GetBlobsAsync())
        {
            var lease = Azure.Storage.Blobs.Specialized.SpecializedBlobExtensions.GetBlobLeaseClient(
                archive.Slots.GetBlobClient(slot.Name)
            );
            try
            {
                await lease.BreakAsync(TimeSpan.Zero);
            }
            catch (Azure.RequestFailedException exception) when (exception.Status == 409)
            {
                // The blob was not leased.
            }
        }
        await deployment.RedeliverAsync();
    }

    /// <summary>Counts a step, which may crash.</summary>
    public void Step()
    {
        if (Armed && Interlocked.Increment(ref _sent) > _at)
        {
            Crashed = true;
            throw new CrashException();
        }
    }

    public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        if (Armed && Crashed)
            throw new CrashException();
        if (!OnlyReads(message.Request))
            Step();
        return ProcessNextAsync(message, pipeline);
    }

    /// <summary>A received message is hidden from others, so that receiving is no reading.</summary>
    private static bool OnlyReads(Request request) =>
        request.Method == RequestMethod.Head
        || (
            request.Method == RequestMethod.Get
            && (
                !request.Uri.Path.EndsWith("/messages", StringComparison.Ordinal)
                || request.Uri.Query.Contains("peekonly", StringComparison.Ordinal)
            )
        );
}
