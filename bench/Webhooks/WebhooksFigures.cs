using System.Text.Json.Serialization;

namespace Hookwork.Bench.Webhooks;

/// <summary>What the webhooks bench found.</summary>
/// <param name="LatencyP50Ms">From the push of an event to the delivery of what came of it, idle, in
/// milliseconds.</param>
/// <param name="LatencyP99Ms">The same for the slowest of a hundred.</param>
/// <param name="BesideHangingP99Ms">The same while ten thousand deliveries are queued for a target that hangs.</param>
/// <param name="TransactionsPerDelivery">Requests to storage for each delivery with one subscription, which has
/// most.</param>
/// <param name="PayloadBytesP50">The body of a message.</param>
/// <param name="Ratio">The worst of the ratios.</param>
internal sealed record WebhooksFigures(
    WebhooksFigures.Throughput Subscriptions1,
    WebhooksFigures.Throughput Subscriptions10,
    WebhooksFigures.Throughput Subscriptions100,
    double LatencyP50Ms,
    double LatencyP99Ms,
    double BesideHangingP99Ms,
    double TransactionsPerDelivery,
    int PayloadBytesP50,
    double Ratio
)
{
    /// <summary>How fast messages go out to a number of subscriptions.</summary>
    /// <param name="CeilingPerSecond">The same storage operations and POSTs by bare loops, as many deliveries' worth of
    /// them a second.</param>
    internal sealed record Throughput(
        double DeliveriesPerSecond,
        double CeilingPerSecond,
        double Ratio,
        double TransactionsPerDelivery
    );
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WebhooksFigures))]
internal sealed partial class WebhooksFiguresJson : JsonSerializerContext;
