using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace Hookwork.Hosting.Crawlers;

/// <summary>Where a request comes from, as far as one visitor goes.</summary>
internal static class CallerAddress
{
    private const int PrefixBytes = 8;

    /// <summary>
    /// An IPv4 address, or the /64 of an IPv6 address, since whoever has one address of it has all. Null for this
    /// machine itself.
    /// </summary>
    /// <remarks>
    /// Under the Functions host, the worker takes the address from the header <c>X-Forwarded-For</c>, and removes it.
    /// The host writes that header anew, so that what a caller claims there does not arrive.
    /// </remarks>
    public static IPAddress? Of(ConnectionInfo connection)
    {
        var address = connection.RemoteIpAddress;
        if (address is null || IPAddress.IsLoopback(address))
            return null;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(PrefixBytes).Clear();
        return new IPAddress(bytes);
    }
}
