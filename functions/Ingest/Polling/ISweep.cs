namespace Hookwork.Ingest.Polling;

/// <summary>
/// Queues work again whose message was lost, or is hidden: the runtime hides the messages that a process has in hand
/// for ten minutes, and a process that dies gives none back. Runs after each poll, whether or not the server answers.
/// </summary>
public interface ISweep
{
    /// <summary>Looks once. Cheap where nothing is lost; idempotent.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}
