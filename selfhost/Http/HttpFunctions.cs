using Hookwork.SelfHost.Functions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Hookwork.SelfHost.Http;

/// <summary>
/// Routes requests to HTTP functions as the Functions host does. Functions are tried in the order of their names,
/// ignoring case. The first whose route and methods match answers, even if a later one is more specific. If none
/// matches, the answer is 404.
/// </summary>
internal static class HttpFunctions
{
    // Paths that the host itself serves on Azure.
    private static readonly PathString[] HostPaths = ["/admin", "/runtime"];

    /// <summary>Adds the routing.</summary>
    /// <param name="app">The application.</param>
    /// <param name="functions">The functions.</param>
    /// <param name="routePrefix">The prefix of every route; may be empty.</param>
    public static void Use(WebApplication app, IEnumerable<HttpFunction> functions, string routePrefix)
    {
        app.Use(
            (context, next) =>
                Array.Exists(HostPaths, path => context.Request.Path.StartsWithSegments(path))
                    ? NotFound(context)
                    : next(context)
        );
        app.UseRouting();
        // ASP.NET Core answers 405 to a method that no function of the path accepts; the Functions host answers 404.
        app.Use(
            (context, next) =>
                context.GetEndpoint()?.Metadata.GetMetadata<TriggeredFunction>() is null
                    ? NotFound(context)
                    : next(context)
        );
        foreach (
            var (order, function) in functions
                .OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase)
                .Index()
        )
            function.Map(app, routePrefix, order);
    }

    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
