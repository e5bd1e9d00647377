namespace Hookwork.Ingest.Refreshing;

/// <summary>Is told what refreshes archived, before their events are marked as done.</summary>
public interface IRefreshObserver
{
    /// <summary>
    /// Takes refreshes over durably. Idempotent: a crash before the events are done tells of them again.
    /// </summary>
    Task RefreshedAsync(IReadOnlyList<Refreshed> refreshed, CancellationToken cancellationToken);
}
