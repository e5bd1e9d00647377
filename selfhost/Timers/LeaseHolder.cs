using System.Diagnostics;
using System.Globalization;

namespace Hookwork.SelfHost.Timers;

/// <summary>
/// The name under which this process holds leases. It tells another process on the same machine that the holder has died,
/// so that a restart need not wait for the lease to run out.
/// </summary>
internal static class LeaseHolder
{
    // Two processes of one machine see each other by their ids only within one namespace of process ids.
    private static readonly string s_machine = $"{Environment.MachineName}/{PidNamespace()}";

    /// <summary>This process.</summary>
    public static string Current { get; } = NameOf(Environment.ProcessId, Process.GetCurrentProcess());

    /// <summary>Whether a holder was a process of this machine that has ended; unknown means no.</summary>
    public static bool IsGone(string? holder)
    {
        if (holder?.Split(' ') is not [var machine, var id, var started] || machine != s_machine) return false;
        if (!int.TryParse(id, CultureInfo.InvariantCulture, out var processId) || !long.TryParse(started, CultureInfo.InvariantCulture, out var time)) return false;
        try
        {
            using var process = Process.GetProcessById(processId);
            return process.HasExited || Math.Abs(Started(process) - time) > 2;
        }
        catch (ArgumentException)
        {
            return true;
        }
        catch (Exception exception) when (exception is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static string NameOf(int id, Process process)
    {
        using (process) return string.Create(CultureInfo.InvariantCulture, $"{s_machine} {id} {Started(process)}");
    }

    private static long Started(Process process) => new DateTimeOffset(process.StartTime).ToUnixTimeSeconds();

    private static string PidNamespace()
    {
        try
        {
            return new FileInfo("/proc/self/ns/pid").LinkTarget ?? "";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
