using Microsoft.Azure.Functions.Worker;

namespace Hookwork.Ingest.Polling;

/// <summary>
/// Follows the server's events, every minute, then sweeps; the runtime runs one at a time over all instances.
/// </summary>
public sealed class PollEvents(EventPoller poller, IEnumerable<ISweep> sweeps)
{
    // A start polls whatever was missed, so the runtime need not note each run in a blob: most polls find nothing, and
    // the note would be their dearest part.
    [Function(nameof(PollEvents))]
    public async Task RunAsync(
        [TimerTrigger("%PollSchedule%", RunOnStartup = true, UseMonitor = false)] TimerInfo timer,
        CancellationToken cancellationToken
    )
    {
        await poller.PollAsync(cancellationToken);
        foreach (var sweep in sweeps)
            await sweep.RunAsync(cancellationToken);
    }
}
