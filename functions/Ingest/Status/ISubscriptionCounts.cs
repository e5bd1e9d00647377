namespace Hookwork.Ingest.Status;

/// <summary>Counts the subscriptions that an operator should look at.</summary>
public interface ISubscriptionCounts
{
    /// <summary>The counts, at most a minute old.</summary>
    Task<StatusReport.WebhookStatus> CountAsync(CancellationToken cancellationToken);
}
