namespace Hookwork.Recorded;

/// <summary>How a <see cref="RecordedPatchwork"/> starts.</summary>
public sealed record RecordedPatchworkOptions
{
    /// <summary>The port on 127.0.0.1; 0, the default, takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>How many of the oldest events are visible at the start; null, the default, shows all.</summary>
    public int? VisibleEvents { get; init; }

    /// <summary>
    /// Whether the server is a newer one than was recorded: it has version 1.4 of the API, which tells what series
    /// depend on.
    /// </summary>
    public bool HasSeriesDependencies { get; init; }

    /// <summary>Where faults take their chances from: the same seed and requests give the same faults.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The clock of latencies and of what is written.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
