using System.Net;
using System.Net.Sockets;
using Hookwork.Input;

namespace Hookwork.Webhooks.Targets;

/// <summary>The addresses that deliveries may go to.</summary>
public static class TargetAddress
{
    private const int LongestUrl = 2048;

    // RFC 6890 and its registries (IANA's special-purpose addresses), multicast, and what clouds use for metadata.
    private static readonly (IPNetwork Network, string Kind)[] Refused =
    [
        (IPNetwork.Parse("0.0.0.0/8"), "the unspecified address"),
        (IPNetwork.Parse("10.0.0.0/8"), "a private address"),
        (IPNetwork.Parse("100.64.0.0/10"), "a shared address of a carrier"),
        (IPNetwork.Parse("127.0.0.0/8"), "a loopback address"),
        (IPNetwork.Parse("168.63.129.16/32"), "an address of Azure's own"),
        (IPNetwork.Parse("169.254.0.0/16"), "a link-local address, where metadata services are"),
        (IPNetwork.Parse("172.16.0.0/12"), "a private address"),
        (IPNetwork.Parse("192.0.0.0/24"), "a reserved address"),
        (IPNetwork.Parse("192.0.2.0/24"), "an address for documentation"),
        (IPNetwork.Parse("192.88.99.0/24"), "a reserved address"),
        (IPNetwork.Parse("192.168.0.0/16"), "a private address"),
        (IPNetwork.Parse("198.18.0.0/15"), "an address for benchmarks"),
        (IPNetwork.Parse("198.51.100.0/24"), "an address for documentation"),
        (IPNetwork.Parse("203.0.113.0/24"), "an address for documentation"),
        (IPNetwork.Parse("224.0.0.0/4"), "a multicast address"),
        (IPNetwork.Parse("240.0.0.0/4"), "a reserved address"),
        (IPNetwork.Parse("64:ff9b:1::/48"), "a translated private address"),
        (IPNetwork.Parse("2001::/23"), "a reserved address"),
        (IPNetwork.Parse("2001:db8::/32"), "an address for documentation"),
        (IPNetwork.Parse("3fff::/20"), "an address for documentation"),
    ];

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    /// <summary>Why a URL cannot be a target, as one sentence; null if the URL itself shows no reason.</summary>
    public static string? Fault(string text, WebhookSettings settings)
    {
        if (text.Length > LongestUrl)
            return $"The url is longer than {LongestUrl} characters.";
        if (
            text.Any(character => character is <= ' ' or '\\' or >= '\x7f' and <= '\xa0')
            || !UriText.TryRead(text, out var url)
            || UriText.HostOf(url) is not { Length: > 0 } host
        )
            return "The url is not an absolute URL such as https://ci.example.org/hook.";
        if (url.UserInfo.Length > 0)
            return "The url has credentials in it: send them as a header.";
        if (url.Fragment.Length > 0)
            return "The url has a fragment, which HTTP does not send: leave out the # and what follows it.";
        if (settings.Allows(host))
            return url.Scheme is "http" or "https" ? null : "The url is neither https nor http: give one that is.";
        if (url.Scheme != Uri.UriSchemeHttps)
            return "The url is not https: give an https address, or name its host in Hookwork__AllowedHosts.";
        return IPAddress.TryParse(host.Trim('[', ']'), out var address) && Fault(address) is { } fault
            ? $"The url's host is {fault} ({address}); Hookwork__AllowedHosts may allow it."
            : null;
    }

    /// <summary>The kind of a non-public address; null if it is public.</summary>
    public static string? Fault(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return Fault(address.MapToIPv4());
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            // An IPv6 address may contain an IPv4 one: behind a translator, or in a tunnel.
            if (Translated.Contains(address))
                return Fault(new IPAddress(address.GetAddressBytes()[12..]));
            if (SixToFour.Contains(address) && Fault(new IPAddress(address.GetAddressBytes()[2..6])) is { } inner)
                return inner;
            if (IPAddress.IPv6Loopback.Equals(address))
                return "a loopback address";
            if (address.IsIPv6LinkLocal)
                return "a link-local address, where metadata services are";
            if (address.IsIPv6UniqueLocal || address.IsIPv6SiteLocal)
                return "a private address";
            if (address.IsIPv6Multicast)
                return "a multicast address";
        }
        foreach (var (network, kind) in Refused)
        {
            if (network.Contains(address))
                return kind;
        }
        return address.AddressFamily == AddressFamily.InterNetworkV6 && !GlobalUnicast.Contains(address)
            ? "a reserved address"
            : null;
    }
}
