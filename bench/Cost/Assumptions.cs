namespace Hookwork.Bench.Cost;

/// <summary>Figures that no bench on one machine can measure. docs/cost.md has the source of each.</summary>
internal static class Assumptions
{
    /// <summary>A month has thirty days.</summary>
    public static readonly TimeSpan Month = TimeSpan.FromDays(30);

    /// <summary>Seconds for a response of a public Patchwork, including the network.</summary>
    public const double UpstreamSeconds = 0.5;

    /// <summary>Seconds for a response of storage in the same region.</summary>
    public const double StorageSeconds = 0.01;

    /// <summary>
    /// Bytes of logs for each execution: the request's record, without the lines that host.json filters.
    /// </summary>
    public const double LogBytesPerExecution = 1500;

    /// <summary>Bytes of logs for each line that the app writes itself.</summary>
    public const double LogBytesPerLine = 700;

    /// <summary>Months of patches that the server does not count as archived.</summary>
    public const int MonthsUnarchived = 12;

    /// <summary>Bytes of a response.</summary>
    public const double AnswerBytes = 50_000;

    /// <summary>Seconds between renewals of the primary host's lease; one instance always runs.</summary>
    public const double HostLeaseRenewal = 7.5;

    /// <summary>Seconds between renewals of each timer's lease: half of listenerLockPeriod in host.json.</summary>
    public const double TimerLeaseRenewal = 30;

    /// <summary>Bytes of a catalog loaded, copied and stored as a snapshot per second.</summary>
    public const double SnapshotBytesPerSecond = 10e6;

    /// <summary>Projects in the recording that the traffic bench ingests.</summary>
    public const double RecordedProjects = 2;

    /// <summary>Items on a page of the server's lists.</summary>
    public const double PageSize = 250;
}
