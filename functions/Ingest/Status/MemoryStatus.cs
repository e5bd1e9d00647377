namespace Hookwork.Ingest.Status;

/// <summary>How much of an instance's memory the app has taken.</summary>
/// <param name="PeakMegabytes">The most physical memory that this process has had, without its mapped files.</param>
/// <param name="LimitMegabytes">What the instance has left beside the Functions host.</param>
/// <param name="IsTight">Whether little of that is left.</param>
public sealed record MemoryStatus(long PeakMegabytes, long LimitMegabytes, bool IsTight)
{
    /// <summary>What the Functions host takes: 174 MB were measured.</summary>
    private const long HostMegabytes = 180;

    /// <summary>The share of the limit above which memory is tight, in percent.</summary>
    private const int TightPercent = 85;

    /// <summary>The memory of an instance of so many MB.</summary>
    /// <param name="peakBytes">The most physical memory that the process has had, without its mapped files.</param>
    public static MemoryStatus Of(int instanceMegabytes, long peakBytes)
    {
        var (peak, limit) = (peakBytes >> 20, Math.Max(0, instanceMegabytes - HostMegabytes));
        return new MemoryStatus(peak, limit, peak * 100 >= limit * TightPercent);
    }
}
