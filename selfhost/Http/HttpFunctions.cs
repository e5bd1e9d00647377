using Hookwork.SelfHost.Functions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Hookwork.SelfHost.Http;

/// <summary>
/// The way of a request to its HTTP function. As the Functions host does, it tries the functions by name, ignoring
/// case, and takes the first whose route and methods fit, however specific a later one is; else it answers 404.
/// </summary>
internal static class HttpFunctions
{
    // Paths that on Azure the host answers itself.
    private static readonly PathString[] s_hostPaths = ["/admin", "/runtime"];

    /// <summary>Sets up the way.</summary>
    /// <param name="app">The application.</param>
    /// <param name="functions">The functions.</param>
    /// <param name="routePrefix">What stands before every route; may be empty.</param>
    public static void Use(WebApplication app, IEnumerable<HttpFunction> functions, string routePrefix)
    {
        app.Use(
            (context, next) =>
                Array.Exists(s_hostPaths, path => context.Request.Path.StartsWithSegments(path))
                    ? NotFound(context)
                    : next(context)
        );
        app.UseRouting();
        // Routing would answer 405 to a method that no function of the path takes; the Functions host knows no such
        // path.
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
