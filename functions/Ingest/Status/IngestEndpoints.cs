using Hookwork.Input;
using Hookwork.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hookwork.Ingest.Status;

/// <summary>The HTTP endpoint of ingest.</summary>
public static class IngestEndpoints
{
    /// <summary>Maps <c>/status</c>.</summary>
    public static void MapIngest(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods(
            "/status",
            ReadingMethods.All,
            async (
                HttpRequest request,
                StatusReporter reporter,
                TimeProvider time,
                CancellationToken cancellationToken
            ) =>
            {
                var report = await reporter.ReportAsync(cancellationToken);
                request.HttpContext.Response.Headers.Append("Vary", "Accept");
                return AsPage(request)
                    ? (IResult)new Page<StatusPage>(new StatusPage.Shown(report, time.GetUtcNow()))
                    : Results.Json(report, IngestJson.Default.StatusReport);
            }
        );
    }

    /// <summary>A browser gets the page; everything else gets JSON.</summary>
    private static bool AsPage(HttpRequest request) =>
        request.Query["format"].ToString() switch
        {
            "html" => true,
            "json" => false,
            _ => Accepted.PrefersHtml(request),
        };
}
