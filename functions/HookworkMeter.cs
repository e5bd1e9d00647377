using System.Diagnostics.Metrics;

namespace Hookwork;

/// <summary>What Hookwork measures of itself.</summary>
public static class HookworkMeter
{
    /// <summary>The name to listen to.</summary>
    public const string Name = "Hookwork";

    private static readonly Meter Meter = new(Name);
    private static long _caughtUp;

    /// <summary>Events finished, in whatever way.</summary>
    public static Counter<long> EventsDone { get; } = Meter.CreateCounter<long>("hookwork.events.done");

    /// <summary>Patches written to the archive.</summary>
    public static Counter<long> PatchesStored { get; } = Meter.CreateCounter<long>("hookwork.patches.stored");

    /// <summary>Webhooks that their targets took.</summary>
    public static Counter<long> WebhooksDelivered { get; } = Meter.CreateCounter<long>("hookwork.webhooks.delivered");

    /// <summary>Seconds between now and the last poll that reached the newest event.</summary>
    public static ObservableGauge<double> Lag { get; } = Meter.CreateObservableGauge("hookwork.lag", LagSeconds, "s");

    /// <summary>Notes that a poll of this process reached the newest event.</summary>
    public static void CaughtUp(DateTimeOffset at) => Interlocked.Exchange(ref _caughtUp, at.UtcTicks);

    private static double LagSeconds()
    {
        var at = Interlocked.Read(ref _caughtUp);
        return at == 0 ? 0 : TimeSpan.FromTicks(DateTimeOffset.UtcNow.UtcTicks - at).TotalSeconds;
    }
}
