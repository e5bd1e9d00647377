using System.Diagnostics.Metrics;

namespace Hookwork;

/// <summary>What Hookwork measures of itself.</summary>
public static class HookworkMeter
{
    /// <summary>The name to listen to.</summary>
    public const string Name = "Hookwork";

    private static readonly Meter Meter = new(Name);
    private static double _lag;

    /// <summary>Events finished, in whatever way.</summary>
    public static Counter<long> EventsDone { get; } = Meter.CreateCounter<long>("hookwork.events.done");

    /// <summary>Patches written to the archive.</summary>
    public static Counter<long> PatchesStored { get; } = Meter.CreateCounter<long>("hookwork.patches.stored");

    /// <summary>Seconds between now and the last poll that reached the newest event.</summary>
    public static ObservableGauge<double> Lag { get; } = Meter.CreateObservableGauge("hookwork.lag", () => _lag, "s");

    /// <summary>Sets what <see cref="Lag"/> shows.</summary>
    public static void SetLag(TimeSpan lag) => _lag = lag.TotalSeconds;
}
