using System.Diagnostics;

namespace Hookwork.SelfHost.Processes;

/// <summary>
/// What ties a process of one function to the one that started it: its standard input, a pipe. A line on it is the
/// request to stop; its end means that the parent is gone, and the process ends at once, as all would if they were one.
/// </summary>
internal static class ParentLink
{
    /// <summary>The request to stop.</summary>
    public const string Stop = "stop";

    /// <summary>Watches the parent from a thread of its own.</summary>
    /// <param name="stop">What to do when asked to stop.</param>
    public static void Watch(Action stop) =>
        new Thread(() =>
        {
            while (Console.In.ReadLine() is { } line)
            {
                if (line == Stop)
                    stop();
            }

            Process.GetCurrentProcess().Kill();
        })
        {
            IsBackground = true,
            Name = "parent",
        }.Start();
}
