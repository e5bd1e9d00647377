namespace Hookwork.Recorded;

/// <summary>Options of a <see cref="RecordedPatchwork"/>.</summary>
public sealed record RecordedPatchworkOptions
{
    /// <summary>The port on 127.0.0.1; 0, the default, for a free one.</summary>
    public int Port { get; init; }

    /// <summary>The number of oldest events visible at the start; null, the default, for all.</summary>
    public int? VisibleEvents { get; init; }

    /// <summary>How often the recording is there: copies with other ids and dates, one after the other.</summary>
    public int Copies { get; init; } = 1;

    /// <summary>
    /// Whether the server is newer than the recorded one: it has API version 1.4, which shows the dependencies of
    /// series.
    /// </summary>
    public bool HasSeriesDependencies { get; init; }

    /// <summary>The most items of a page, as the operator of a Patchwork may set it.</summary>
    public int LargestPage { get; init; } = 250;

    /// <summary>The zone of the server's clock. Recorded dates are taken as that clock's.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>The random seed of faults: the same seed and requests give the same faults.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The clock for latencies and written dates.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
