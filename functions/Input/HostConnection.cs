using System.Net;
using System.Net.Sockets;

namespace Hookwork.Input;

/// <summary>Connects to a host by one of its addresses.</summary>
internal static class HostConnection
{
    /// <summary>
    /// Connects to the first address that answers. Where IPv6 leads nowhere, or a machine is gone, an address does not
    /// answer for minutes. So each leaves time for those behind it.
    /// </summary>
    /// <param name="within">How long the caller waits.</param>
    /// <exception cref="SocketException">None answers, or there is none.</exception>
    public static async ValueTask<Stream> OpenAsync(
        IReadOnlyList<IPAddress> addresses,
        int port,
        TimeSpan within,
        CancellationToken cancellationToken
    )
    {
        // The host may have IPv6 addresses only, and this machine no IPv6.
        if (addresses.Count == 0)
            throw new SocketException((int)SocketError.HostNotFound);
        foreach (var address in addresses.SkipLast(1))
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(within / (addresses.Count + 1));
            try
            {
                return await OpenAsync(address, port, limit.Token);
            }
            catch (Exception exception)
                when (exception is SocketException or NotSupportedException or OperationCanceledException
                    && !cancellationToken.IsCancellationRequested
                )
            {
                // The next one may answer.
            }
        }
        return await OpenAsync(addresses[^1], port, cancellationToken);
    }

    private static async Task<Stream> OpenAsync(IPAddress address, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
