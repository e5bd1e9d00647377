using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace Hookwork.Hosting.Crawlers;

/// <summary>The address under which the requests of one visitor are counted.</summary>
internal static class CallerAddress
{
    private const int PrefixBytes = 8;

    /// <summary>Private and link-local addresses of IPv4, and those of a carrier or platform.</summary>
    private static readonly IPNetwork[] Private =
    [
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("169.254.0.0/16"),
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.168.0.0/16"),
    ];

    /// <summary>
    /// An IPv4 address, or the /64 of an IPv6 address, since whoever has one address of it has all. Null for this
    /// machine itself and for a private address: it may be that of a proxy, whose visitors cannot be told apart.
    /// </summary>
    /// <remarks>
    /// Under the Functions host, the worker takes the address from the header <c>X-Forwarded-For</c>, and removes it.
    /// The host writes that header anew, so that what a caller claims there does not arrive.
    /// </remarks>
    public static IPAddress? Of(ConnectionInfo connection)
    {
        var address = connection.RemoteIpAddress;
        if (address is { IsIPv4MappedToIPv6: true })
            address = address.MapToIPv4();
        if (address is null || IPAddress.IsLoopback(address) || IsPrivate(address))
            return null;
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(PrefixBytes).Clear();
        return new IPAddress(bytes);
    }

    private static bool IsPrivate(IPAddress address) =>
        address.IsIPv6UniqueLocal || address.IsIPv6LinkLocal || Private.Any(network => network.Contains(address));
}
