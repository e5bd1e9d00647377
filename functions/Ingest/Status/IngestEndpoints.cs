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
        routes.MapGet(
            "/status",
            async (StatusReporter reporter, CancellationToken cancellationToken) =>
                Results.Json(await reporter.ReportAsync(cancellationToken), IngestJson.Default.StatusReport)
        );
    }
}
