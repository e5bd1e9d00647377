using Azure.Core;
using Azure.Core.Pipeline;

namespace Hookwork.Tests.Ingest;

/// <summary>Fails the storage request with a given number, and all later ones until revived.</summary>
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
        Step();
        return ProcessNextAsync(message, pipeline);
    }
}
