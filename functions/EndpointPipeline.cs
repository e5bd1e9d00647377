using Hookwork.Api;
using Hookwork.Health;
using Hookwork.Ingest;
using Hookwork.Pages;
using Hookwork.Search;
using Hookwork.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Hookwork;

/// <summary>
/// One ASP.NET Core pipeline behind the HTTP functions, in which each folder maps its own routes; the function's own
/// endpoint would otherwise stand in its way.
/// </summary>
public sealed class EndpointPipeline
{
    private readonly RequestDelegate _pipeline;

    public EndpointPipeline(IServiceProvider services)
    {
        var app = new ApplicationBuilder(services);
        app.UseResponseCompression();
        app.UseRouting();
        app.UseEndpoints(routes =>
        {
            routes.MapHealth();
            routes.MapIngest();
            routes.MapOperations();
            routes.MapApi();
            routes.MapWrites();
            routes.MapSearch();
            routes.MapPages();
            routes.MapWebhooks();
        });
        _pipeline = app.Build();
    }

    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpRequest request)
    {
        var context = request.HttpContext;
        var (endpoint, values) = (context.GetEndpoint(), request.RouteValues);
        context.SetEndpoint(null);
        request.RouteValues = [];
        context.Response.Headers.XContentTypeOptions = "nosniff";
        await _pipeline(context);
        context.SetEndpoint(endpoint);
        request.RouteValues = values;
    }
}
