using System.Diagnostics;

namespace Hookwork.SelfHost.Processes;

/// <summary>
/// Ties a child process to its parent by standard input, a pipe. The line <c>stop</c> asks it to stop. End of file
/// means that the parent is gone; the child then exits at once, as it would within the parent.
/// </summary>
internal static class ParentLink
{
    /// <summary>The request to stop.</summary>
    public const string Stop = "stop";

    /// <summary>Watches the parent on a background thread.</summary>
    /// <param name="stop">Called when the parent asks to stop.</param>
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
