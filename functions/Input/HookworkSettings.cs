using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Hookwork.Input;

/// <summary>Settings of Hookwork itself.</summary>
public sealed record HookworkSettings
{
    private const string ForwardedProto = "X-Forwarded-Proto";

    /// <summary>The public address of this deployment; null to use that of each request.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>
    /// Whether Azure's front end terminates TLS and sets <c>X-Forwarded-Proto</c>. Anywhere else callers can forge the
    /// header, so it is ignored.
    /// </summary>
    public bool IsBehindPlatform => PlatformHost is not null;

    /// <summary>The host that the platform gave this app; null where there is no platform.</summary>
    public string? PlatformHost { get; init; }

    /// <summary>
    /// Whether this instance takes requests. On Flex Consumption, each function of a timer or queue has instances of its
    /// own. Source: <c>FunctionGroups.cs</c> of Azure/azure-functions-host.
    /// </summary>
    public bool TakesRequests { get; init; } = true;

    /// <summary>The memory of an instance, in MB, the Functions host's included; null if the deployment does not say.</summary>
    public int? InstanceMegabytes { get; init; }

    /// <summary>Scheme and authority for the addresses in an answer, without a slash at the end.</summary>
    public string Origin(HttpRequest request) =>
        PublicUrl is { } url
            ? url.GetLeftPart(UriPartial.Authority)
            : $"{Scheme(request)}://{request.Host.ToUriComponent()}";

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingsException">One is malformed.</exception>
    public static HookworkSettings Read(IConfiguration configuration) =>
        new()
        {
            // App Service and Functions set it on every instance.
            PlatformHost = configuration.ReadText("WEBSITE_HOSTNAME"),
            TakesRequests =
                configuration.ReadText("FUNCTIONS_TARGET_GROUP") is not { } group
                || group.Equals("http", StringComparison.OrdinalIgnoreCase),
            PublicUrl = ReadPublicUrl(configuration.ReadText("Hookwork__PublicUrl")),
            InstanceMegabytes = configuration.Read(
                "Hookwork__InstanceMegabytes",
                1,
                int.MaxValue,
                "the memory of an instance in MB, such as 512"
            ),
        };

    // A password may have a # or a slash, and then this is no address. A query may have a key. No message shows them.
    private static Uri? ReadPublicUrl(string? text) =>
        text is null ? null
        : text.Contains('@', StringComparison.Ordinal)
            ? throw new SettingsException(
                "Hookwork__PublicUrl has a user name, which every answer would show: give only scheme and host."
            )
        : text.AsSpan().ContainsAny('?', '#')
            ? throw new SettingsException("Hookwork__PublicUrl has a query or a fragment: give only scheme and host.")
        : UriText.TryReadWeb(text, out var url) && url.PathAndQuery == "/" ? url
        : throw new SettingsException(
            "Hookwork__PublicUrl",
            text,
            "scheme and host, such as https://hookwork.example.org"
        );

    private string Scheme(HttpRequest request)
    {
        var said = IsBehindPlatform && request.Headers[ForwardedProto] is [{ } forwarded] ? forwarded : request.Scheme;
        return said.Equals(Uri.UriSchemeHttp, StringComparison.OrdinalIgnoreCase) ? Uri.UriSchemeHttp
            : said.Equals(Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase) || IsBehindPlatform
                ? Uri.UriSchemeHttps
            : request.Scheme;
    }
}
