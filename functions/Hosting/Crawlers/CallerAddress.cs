using System.Net;
using System.Net.Sockets;
using Hookwork.Input;
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
    /// Behind the platform's front end it is the last entry of <c>X-Forwarded-For</c>, which the front end adds; what
    /// stands before it is the caller's own claim.
    /// </remarks>
    public static IPAddress? Of(HttpRequest request, HookworkSettings settings)
    {
        var address = settings.IsBehindPlatform
            ? Forwarded(request.Headers["X-Forwarded-For"].ToString()) ?? IPAddress.None
            : request.HttpContext.Connection.RemoteIpAddress;
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

    private static IPAddress? Forwarded(string header)
    {
        var last = header[(header.LastIndexOf(',') + 1)..].Trim();
        return IPEndPoint.TryParse(last, out var end) ? end.Address : null;
    }
}
