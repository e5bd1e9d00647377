using Hookwork.Input;
using Hookwork.Pages.Assets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hookwork.Pages;

/// <summary>Endpoints of what all pages load.</summary>
public static class PageEndpoints
{
    /// <summary>Maps the style sheet and the script.</summary>
    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        foreach (var asset in Asset.All)
        {
            routes.MapMethods(
                asset.Address,
                ReadingMethods.All,
                (HttpResponse response) =>
                {
                    response.Headers.CacheControl = "public, max-age=31536000, immutable";
                    return Results.Bytes(asset.Content, asset.ContentType);
                }
            );
        }
    }
}
