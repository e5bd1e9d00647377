using Microsoft.Azure.Functions.Worker;

namespace Hookwork.Ingest;

/// <summary>Follows the server's events, every minute; the runtime runs one at a time over all instances.</summary>
public sealed class PollEvents(EventPoller poller)
{
    [Function(nameof(PollEvents))]
    public Task RunAsync([TimerTrigger("%PollSchedule%", RunOnStartup = true)] TimerInfo timer, CancellationToken cancellationToken) =>
        poller.PollAsync(cancellationToken);
}
