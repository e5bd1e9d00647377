using Hookwork.Webhooks.Reporting;
using Hookwork.Webhooks.Upkeep;

namespace Hookwork.Webhooks.Delivery;

/// <summary>Requests a run over a subscription's pending deliveries, or a step of a replay.</summary>
/// <param name="At">The earliest time.</param>
public sealed record WakeMessage(string Subscription, DateTimeOffset At)
{
    /// <summary>The step of a replay; null for a run.</summary>
    public ReplayStep? Replay { get; init; }

    /// <summary>The report to try again, which belongs to no subscription; null for a run.</summary>
    public ReportKey? Report { get; init; }
}
