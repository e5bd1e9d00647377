namespace Hookwork.Ingest.Polling;

/// <summary>
/// Queues work again whose message was lost or is hidden: the messages of a killed process stay hidden for ten minutes.
/// Runs before every second poll.
/// </summary>
public interface ISweep
{
    /// <summary>Runs once. Cheap where nothing is lost; idempotent.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}
