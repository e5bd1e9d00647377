using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hookwork.Pages;

/// <summary>Endpoints of the pages other than search.</summary>
public static class PageEndpoints
{
    /// <summary>Maps the front page and the style sheet.</summary>
    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", () => Results.Redirect("/search"));
        routes.MapGet(
            StyleSheet.Address,
            (HttpResponse response) =>
            {
                response.Headers.CacheControl = "public, max-age=31536000, immutable";
                return Results.Bytes(StyleSheet.Content, "text/css; charset=utf-8");
            }
        );
    }
}
