using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Hookwork.SelfHost.Timers;

/// <summary>
/// The identity under which a process holds a lease that may outlive it. Another process on the same machine can tell
/// from it that the holder has exited, so a restart need not wait for the lease to expire.
/// </summary>
internal static class LeaseHolder
{
    // Process ids are comparable only within one boot and PID namespace. Other machines may have the same name, and the
    // first namespace has the same number on all.
    private static readonly string Machine = $"{Environment.MachineName}/{Boot()}/{PidNamespace()}";

    /// <summary>The identity of this process.</summary>
    public static string Current { get; } = NameOfThis();

    /// <summary>Whether the holder was a process of this machine that has exited; false if unknown.</summary>
    public static bool IsGone(string? holder)
    {
        if (Read(holder) is not var (id, started))
            return false;
        try
        {
            using var process = Find(id, started);
            return process is null;
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            return false;
        }
    }

    /// <summary>The holder's process, if it runs on this machine; <see langword="null"/> if not, or unknown.</summary>
    public static Process? Running(string? holder)
    {
        try
        {
            return Read(holder) is var (id, started) ? Find(id, started) : null;
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }

    /// <summary>The identity of a process of this machine.</summary>
    public static string NameOf(Process process) => $"{Machine} {process.Id} {Started(process)}";

    private static string NameOfThis()
    {
        using var process = Process.GetCurrentProcess();
        return NameOf(process);
    }

    private static (int Id, long Started)? Read(string? holder) =>
        holder?.Split(' ') is [var machine, var id, var started]
        && machine == Machine
        && int.TryParse(id, CultureInfo.InvariantCulture, out var processId)
        && long.TryParse(started, CultureInfo.InvariantCulture, out var time)
            ? (processId, time)
            : null;

    private static Process? Find(int id, long started)
    {
        Process process;
        try
        {
            process = Process.GetProcessById(id);
        }
        catch (ArgumentException)
        {
            return null;
        }

        if (!process.HasExited && Math.Abs(Started(process) - started) <= 2)
            return process;
        process.Dispose();
        return null;
    }

    private static long Started(Process process) => new DateTimeOffset(process.StartTime).ToUnixTimeSeconds();

    private static string Boot() => OfLinux(() => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim());

    private static string PidNamespace() => OfLinux(() => new FileInfo("/proc/self/ns/pid").LinkTarget);

    /// <summary>What Linux says; empty elsewhere.</summary>
    private static string OfLinux(Func<string?> read)
    {
        try
        {
            return read() ?? "";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
