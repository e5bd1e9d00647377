using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Hookwork.Telemetry;

/// <summary>Hookwork's metrics.</summary>
public static class HookworkMeter
{
    /// <summary>The name of the meter.</summary>
    public const string Name = "Hookwork";

    private static readonly Meter Meter = new(Name);
    private static readonly ConcurrentDictionary<long, Func<TimeSpan?>> Lags = new();

    private static readonly Counter<long> EventsDone = Meter.CreateCounter<long>(
        "hookwork.events.done",
        "{event}",
        "Events finished, by category and status."
    );
    private static readonly Counter<long> Deliveries = Meter.CreateCounter<long>(
        "hookwork.deliveries",
        "{attempt}",
        "Attempts to deliver a webhook, by outcome."
    );
    private static readonly Histogram<double> SearchDuration = Meter.CreateHistogram<double>(
        "hookwork.search.duration",
        "s",
        "Duration of a search, including the catalog's catch-up."
    );

    /// <summary>Patches written to the archive.</summary>
    public static Counter<long> PatchesStored { get; } =
        Meter.CreateCounter<long>("hookwork.patches.stored", "{patch}", "Patches written to the archive.");

    /// <summary>
    /// Seconds since the date up to which everything is archived, for each project that this process polls; zero while
    /// nothing is missing.
    /// </summary>
    public static ObservableGauge<double> Lag { get; } =
        Meter.CreateObservableGauge(
            "hookwork.lag",
            Measured,
            "s",
            "Since the date up to which everything is archived, by project; zero while nothing is missing."
        );

    /// <summary>Sets how a project's lag is computed; null while it is not known.</summary>
    public static void SetLag(long project, Func<TimeSpan?> lag) => Lags[project] = lag;

    /// <summary>Counts finished events.</summary>
    /// <param name="category">As Patchwork names it.</param>
    /// <param name="status">Done, gone or failed.</param>
    public static void Finished(string category, string status, int events) =>
        EventsDone.Add(events, new("category", category), new("status", status));

    /// <summary>Counts an attempt to deliver.</summary>
    /// <param name="outcome">delivered, retried, or failed, which is not retried.</param>
    public static void Attempted(string outcome) =>
        Deliveries.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>Records the duration of a search.</summary>
    public static void Searched(TimeSpan took) => SearchDuration.Record(took.TotalSeconds);

    private static IEnumerable<Measurement<double>> Measured() =>
        from item in Lags
        let lag = item.Value()
        where lag is not null
        select new Measurement<double>(lag.Value.TotalSeconds, new KeyValuePair<string, object?>("project", item.Key));
}
