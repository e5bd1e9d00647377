using Microsoft.Azure.Functions.Worker;

namespace Hookwork.Ingest.Polling;

/// <summary>
/// Sweeps, then polls the server's events, every minute. The runtime runs one at a time across all instances.
/// </summary>
public sealed class PollEvents(EventPoller poller, Sweeps sweeps)
{
    // A poll makes up for missed ones, so the runtime need not record each run in a blob. The record would cost more
    // than an idle poll.
    [Function(nameof(PollEvents))]
    public async Task RunAsync(
        [TimerTrigger("%PollSchedule%", RunOnStartup = true, UseMonitor = false)] TimerInfo timer,
        CancellationToken cancellationToken
    )
    {
        try
        {
            // What a crash left, such as deliveries, must not wait for a server that answers.
            await sweeps.RunAsync(cancellationToken);
        }
        finally
        {
            await poller.PollAsync(cancellationToken);
        }
    }
}
