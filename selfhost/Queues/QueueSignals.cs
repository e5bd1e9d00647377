using System.Collections.Concurrent;
using System.Globalization;
using System.Web;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Hookwork.SelfHost.Queues;

/// <summary>
/// Wakes the reader of a queue when a message that this process sent becomes visible, so that it does not wait for its
/// next poll. Messages of others, and those with a long delay, are found by polling.
/// </summary>
internal sealed class QueueSignals : HttpPipelineSynchronousPolicy
{
    private const int LongestDelay = 60;

    /// <summary>A reader that is woken before storage shows the message finds none, and sleeps.</summary>
    private static readonly TimeSpan Behind = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<string, SemaphoreSlim> _sent = new(StringComparer.Ordinal);

    /// <summary>Waits until a message is sent to a queue, at most for the pause.</summary>
    public async Task WaitAsync(string queue, TimeSpan pause, CancellationToken stopping)
    {
        Task sent = Of(queue).WaitAsync(pause, stopping);
        await sent.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public override void OnReceivedResponse(HttpMessage message)
    {
        var address = message.Request.Uri.ToUri();
        if (
            message.Request.Method != RequestMethod.Post
            || message.Response.Status != 201
            || address.Segments is not [.., var queue, "messages"]
        )
            return;
        var sent = Of(queue.TrimEnd('/'));
        var hidden = HttpUtility.ParseQueryString(address.Query)["visibilitytimeout"];
        var seconds = int.TryParse(hidden, NumberStyles.None, CultureInfo.InvariantCulture, out var said) ? said : 0;
        if (seconds == 0)
            Wake(sent);
        else if (seconds <= LongestDelay)
            _ = WakeAsync(sent, TimeSpan.FromSeconds(seconds));
    }

    private static async Task WakeAsync(SemaphoreSlim sent, TimeSpan delay)
    {
        // The clocks of this process and of storage differ a little.
        await Task.Delay(delay + Behind);
        Wake(sent);
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
