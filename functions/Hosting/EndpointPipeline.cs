using Hookwork.Api;
using Hookwork.Api.Browsing;
using Hookwork.Api.Writing;
using Hookwork.Hosting.Crawlers;
using Hookwork.Hosting.Health;
using Hookwork.Inbox;
using Hookwork.Ingest.Status;
using Hookwork.Ingest.Walking;
using Hookwork.Input;
using Hookwork.Pages;
using Hookwork.Search;
using Hookwork.Site;
using Hookwork.Webhooks;
using Hookwork.Webhooks.Console;
using Hookwork.Webhooks.Reporting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Hosting;

/// <summary>
/// The ASP.NET Core endpoints behind the HTTP functions, in two pipelines: one public, one for callers whose key the
/// runtime has checked. The public one has no keyed endpoint, whichever function the runtime picks for a path.
/// </summary>
public sealed class EndpointPipeline(IServiceProvider services, FirstAnswer first)
{
    private readonly RequestDelegate _open = Build(
        services,
        routes =>
        {
            routes.MapHealth();
            routes.MapApi();
            routes.MapWrites();
            routes.MapPages();
            routes.MapRobots();
            var limited = routes.MapGroup("").LimitCrawlers().AddEndpointFilter(NotReadyFilter.AnswerAsync);
            limited.MapIngest();
            limited.MapSearch();
            limited.MapSite();
            limited.MapInbox();
            limited.MapConsole();
            limited.MapReports();
        },
        app => app.Use(MergeSlashesAsync).UseMiddleware<ApiForms>(),
        NoPage.Answer.ExecuteAsync
    );

    /// <summary>Made for the first request with a key, since most processes get none.</summary>
    private readonly Lazy<RequestDelegate> _keyed = new(() =>
        Build(
            services,
            routes =>
            {
                routes.MapOperations();
                routes.MapWebhooks();
            },
            app => app.Use(RefuseOtherSitesAsync),
            Results.Problem("There is nothing at this address.", statusCode: StatusCodes.Status404NotFound).ExecuteAsync
        )
    );

    /// <summary>Answers a public request.</summary>
    public Task HandleAsync(HttpRequest request) => HandleAsync(request, _open);

    /// <summary>
    /// Answers a request whose key the runtime has checked. Only keyed functions may call it. A cache in front does not
    /// know that the key is one, and must not show the answer to others.
    /// </summary>
    public Task HandleKeyedAsync(HttpRequest request)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return HandleAsync(request, _keyed.Value);
    }

    /// <summary>
    /// Refuses a change that a page of another site has a browser send: selfhost without a key admits every browser of
    /// its machine. Azure asks for the key first, and its portal is another site.
    /// </summary>
    private static Task RefuseOtherSitesAsync(HttpContext context, RequestDelegate next)
    {
        var settings = context.RequestServices.GetRequiredService<HookworkSettings>();
        return
            settings.IsBehindPlatform
            || HttpMethods.IsGet(context.Request.Method)
            || !SameSite.Refuses(context.Request, settings)
            ? next(context)
            : Results
                .Problem("This request was sent by a page of another site.", statusCode: StatusCodes.Status403Forbidden)
                .ExecuteAsync(context);
    }

    /// <summary>
    /// Merges repeated slashes in addresses of the API, as nginx does in front of Patchwork. Clients that join an
    /// address and a path, each with a slash, rely on it.
    /// </summary>
    private static Task MergeSlashesAsync(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path.Value ?? "";
        if (path.Contains("//", StringComparison.Ordinal))
        {
            var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
            // Elsewhere, a Message-ID may have them.
            if (parts is ["api", ..])
                context.Request.Path = $"/{string.Join('/', parts)}{(path.EndsWith('/') ? "/" : "")}";
        }
        return next(context);
    }

    private static RequestDelegate Build(
        IServiceProvider services,
        Action<IEndpointRouteBuilder> map,
        Action<ApplicationBuilder>? before = null,
        RequestDelegate? otherwise = null
    )
    {
        var app = new ApplicationBuilder(services);
        // Where nothing is compressed, an answer does not vary by Accept-Encoding, as on Patchwork.
        var compression = services.GetRequiredService<IResponseCompressionProvider>();
        app.UseWhen(
            context =>
                compression.CheckRequestAcceptsCompression(context)
                && compression.GetCompressionProvider(context) is not null,
            compressed => compressed.UseResponseCompression()
        );
        before?.Invoke(app);
        app.UseRouting();
        app.UseRateLimiter();
        app.UseEndpoints(map);
        if (otherwise is not null)
            app.Run(otherwise);
        return app.Build();
    }

    /// <summary>Clears the function's endpoint and route values, which would conflict with the pipeline's.</summary>
    private async Task HandleAsync(HttpRequest request, RequestDelegate pipeline)
    {
        var context = request.HttpContext;
        var (endpoint, values) = (context.GetEndpoint(), request.RouteValues);
        context.SetEndpoint(null);
        request.RouteValues = [];
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.XFrameOptions = "DENY";
        try
        {
            await pipeline(context);
        }
        finally
        {
            first.Give();
        }
        context.SetEndpoint(endpoint);
        request.RouteValues = values;
    }
}
