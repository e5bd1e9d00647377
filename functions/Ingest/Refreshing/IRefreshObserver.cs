namespace Hookwork.Ingest.Refreshing;

/// <summary>Receives refreshes before their events are marked as done.</summary>
public interface IRefreshObserver
{
    /// <summary>
    /// Records refreshes durably. Must be idempotent: a crash before the events are done repeats the call.
    /// </summary>
    /// <param name="atOnce">Whether what follows from them is little, and done before it returns.</param>
    Task RefreshedAsync(IReadOnlyList<Refreshed> refreshed, bool atOnce, CancellationToken cancellationToken);
}
