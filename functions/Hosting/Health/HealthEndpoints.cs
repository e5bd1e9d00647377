using Hookwork.Input;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hookwork.Hosting.Health;

/// <summary>Health probes for load balancers and supervisors. The state of the mirror is at <c>/status</c>.</summary>
public static class HealthEndpoints
{
    /// <summary>Maps <c>/health/live</c> (always 200) and <c>/health/ready</c> (200, or 503 and the reason).</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/health/live", ReadingMethods.All, () => Results.Text("live\n"));
        routes.MapMethods(
            "/health/ready",
            ReadingMethods.All,
            async (string[]? project, Readiness readiness, CancellationToken cancellationToken) =>
                await readiness.FaultAsync(project ?? [], cancellationToken) is { } fault
                    ? Results.Problem(fault, statusCode: StatusCodes.Status503ServiceUnavailable, title: "Not ready.")
                    : Results.Text("ready\n")
        );
    }
}
