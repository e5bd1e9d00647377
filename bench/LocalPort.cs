using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Hookwork.Bench;

/// <summary>The port of a program that is started here.</summary>
internal static class LocalPort
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(30);

    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until the process listens.</summary>
    public static async Task WaitAsync(int port, Process process, CancellationToken cancellationToken)
    {
        for (var started = Stopwatch.GetTimestamp(); ; await Task.Delay(50, cancellationToken))
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
                return;
            }
            catch (SocketException) when (!process.HasExited && Stopwatch.GetElapsedTime(started) < LongestStart)
            {
                // It is still loading its modules.
            }
        }
    }
}
