namespace Hookwork.Ingest.Status;

/// <summary>Counts the subscriptions that an operator should look at.</summary>
public interface ISubscriptionCounts
{
    /// <summary>Counts them; the more there are, the longer it takes.</summary>
    Task<StatusReport.WebhookStatus> CountAsync(CancellationToken cancellationToken);
}
