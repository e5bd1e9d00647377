using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Hookwork.Tests.Hostile;

/// <summary>Measures the processor time of work, regardless of other load on the machine.</summary>
internal static partial class ProcessorTime
{
    private const int ThreadClock = 3;

    /// <summary>
    /// The minimum of several runs on this thread; the first run includes compilation and cache misses.
    /// </summary>
    public static TimeSpan Of(Action work, int runs)
    {
        var least = TimeSpan.MaxValue;
        for (var run = 0; run < runs; run++)
        {
            var start = Now();
            work();
            var took = Now() - start;
            least = took < least ? took : least;
        }
        return least;
    }

    private static TimeSpan Now()
    {
        // Elsewhere .NET reports only the time of the whole process, which includes other tests.
        if (!OperatingSystem.IsLinux())
            return Stopwatch.GetElapsedTime(0);
        return ReadClock(ThreadClock, out var time) == 0
            ? new TimeSpan(time.Seconds * TimeSpan.TicksPerSecond + time.Nanoseconds / TimeSpan.NanosecondsPerTick)
            : throw new InvalidOperationException("clock_gettime failed.");
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ReadClock(int clock, out Moment time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Moment
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
