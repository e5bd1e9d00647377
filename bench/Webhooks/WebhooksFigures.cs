namespace Hookwork.Bench.Webhooks;

/// <summary>The figures of the webhooks bench.</summary>
/// <param name="LatencyP50Ms">From the push of an event to its delivery, idle, in milliseconds; the median.</param>
/// <param name="LatencyP99Ms">The 99th percentile of the same.</param>
/// <param name="BesideHangingP99Ms">The same while ten thousand deliveries are queued for a target that hangs.</param>
/// <param name="AnswerP99Ms">From the push of an event to its answer, idle, in milliseconds; the 99th
/// percentile.</param>
/// <param name="BesideHangingAnswerP99Ms">The same beside the target that hangs.</param>
/// <param name="TransactionsPerDelivery">Storage requests for each delivery with one subscription, the most expensive
/// case.</param>
/// <param name="PayloadBytesP50">The size of a message's body.</param>
/// <param name="Ratio">The worst ratio.</param>
internal sealed record WebhooksFigures(
    WebhooksFigures.Throughput Subscriptions1,
    WebhooksFigures.Throughput Subscriptions10,
    WebhooksFigures.Throughput Subscriptions100,
    double LatencyP50Ms,
    double LatencyP99Ms,
    double BesideHangingP99Ms,
    double AnswerP99Ms,
    double BesideHangingAnswerP99Ms,
    double TransactionsPerDelivery,
    int PayloadBytesP50,
    double Ratio
)
{
    /// <summary>The throughput for a number of subscriptions.</summary>
    /// <param name="CeilingPerSecond">The same storage operations and POSTs sent by bare loops, in deliveries per
    /// second.</param>
    internal sealed record Throughput(
        double DeliveriesPerSecond,
        double CeilingPerSecond,
        double Ratio,
        double TransactionsPerDelivery
    );
}
