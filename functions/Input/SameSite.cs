using Microsoft.AspNetCore.Http;

namespace Hookwork.Input;

/// <summary>Whether a form comes from a page of this site.</summary>
internal static class SameSite
{
    /// <summary>
    /// Whether a browser says that another site sent the request. Browsers send <c>Sec-Fetch-Site</c> over https and on
    /// this machine, and <c>Origin</c> with every form; other clients send neither, and have no visitor to abuse.
    /// </summary>
    public static bool Refuses(HttpRequest request, HookworkSettings settings)
    {
        if (request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site)
            return site != "same-origin";
        return request.Headers.Origin is { Count: > 0 } origin
            && !(
                origin == settings.Origin(request)
                || (
                    UriText.TryReadWeb(origin, out var address)
                    && address.Authority.Equals(request.Host.ToUriComponent(), StringComparison.OrdinalIgnoreCase)
                )
            );
    }
}
