using System.Net;
using Hookwork.Input;

namespace Hookwork.Webhooks.Targets;

/// <summary>
/// Connects to targets, and checks the address at that moment: a name may resolve to another address after it was
/// checked (DNS rebinding).
/// </summary>
/// <param name="resolve">Resolves host names.</param>
public sealed class TargetConnector(WebhookSettings settings, HostResolver resolve)
{
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>
    /// A handler that follows no redirect, keeps no cookie, uses no proxy, and connects to public addresses only.
    /// </summary>
    public SocketsHttpHandler CreateHandler() =>
        new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = 32,
            MaxResponseDrainSize = 0,
            // The default sends the id of a span that is not exported. WebhookSender sends that of the span around it.
            ActivityHeadersPropagator = null,
            ConnectTimeout = settings.Timeout,
            PooledConnectionLifetime = ConnectionLifetime,
            ConnectCallback = (context, cancellationToken) => ConnectAsync(context.DnsEndPoint, cancellationToken),
        };

    private async ValueTask<Stream> ConnectAsync(DnsEndPoint target, CancellationToken cancellationToken) =>
        await HostConnection.OpenAsync(
            await AddressesAsync(target.Host, cancellationToken),
            target.Port,
            settings.Timeout,
            cancellationToken
        );

    /// <summary>The addresses of a host that deliveries may go to.</summary>
    /// <exception cref="TargetRefusedException">There are none.</exception>
    private async Task<IPAddress[]> AddressesAsync(string host, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(host.Trim('[', ']'), out var literal)
            ? [literal]
            : await resolve(host, cancellationToken);
        if (settings.Allows(host))
            return addresses;
        // A private address among public ones is refused as well.
        foreach (var address in addresses)
        {
            if (TargetAddress.Fault(address) is { } fault)
                throw new TargetRefusedException($"{Printable.Escape(host)} resolves to {fault} ({address}).");
        }
        return addresses.Length > 0
            ? addresses
            : throw new TargetRefusedException($"{Printable.Escape(host)} resolves to no address.");
    }
}
