using System.Diagnostics;

namespace Hookwork.Ingest.Status;

/// <summary>The memory of this process.</summary>
internal static class ProcessMemory
{
    private const string Status = "/proc/self/status";
    private const string MappedFiles = "RssFile:";

    /// <summary>
    /// The most physical memory, in bytes, that this process has had. On Linux, the mapped files that it has there now
    /// are left out, since the system drops their pages where memory gets short.
    /// </summary>
    /// <remarks>The lines of the file are those of proc(5).</remarks>
    public static long Peak()
    {
        using var process = Process.GetCurrentProcess();
        var mapped = File.Exists(Status)
            ? File.ReadLines(Status).FirstOrDefault(line => line.StartsWith(MappedFiles, StringComparison.Ordinal))
            : null;
        var kilobytes = mapped?[MappedFiles.Length..].Replace("kB", "", StringComparison.Ordinal);
        return process.PeakWorkingSet64 - (long.TryParse(kilobytes, out var count) ? count << 10 : 0);
    }
}
