using Hookwork.Archive;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hookwork.Ingest;

/// <summary>What an operator starts.</summary>
public static class OperationEndpoints
{
    /// <summary>Maps <c>POST /ops/backfill</c> and <c>POST /ops/reconcile</c>.</summary>
    public static void MapOperations(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/ops/backfill", (WalkRequest? request, ListWalker walker, Upstream upstream, ProjectNames names, CancellationToken cancellationToken) =>
            StartAsync(request ?? new WalkRequest(), WalkScope.Backfill, walker, upstream, names, cancellationToken));
        routes.MapPost("/ops/reconcile", (WalkRequest? request, ListWalker walker, Upstream upstream, ProjectNames names, CancellationToken cancellationToken) =>
            request?.Scope?.ToLowerInvariant() switch
            {
                null or "all" => StartAsync(request ?? new WalkRequest(), WalkScope.All, walker, upstream, names, cancellationToken),
                "recent" => StartAsync(request, WalkScope.Recent, walker, upstream, names, cancellationToken),
                "unarchived" => StartAsync(request, WalkScope.Unarchived, walker, upstream, names, cancellationToken),
                var other => Task.FromResult(Bad($"scope is '{Printable.Escape(other)}': give recent, unarchived or all.")),
            });
    }

    private static async Task<IResult> StartAsync(
        WalkRequest request, WalkScope scope, ListWalker walker, Upstream upstream, ProjectNames names, CancellationToken cancellationToken)
    {
        if ((WalkRequest.FaultOf("from", request.From) ?? WalkRequest.FaultOf("to", request.To)) is { } fault)
            return Bad(fault);
        if (scope != WalkScope.Backfill && (request.From ?? request.To) is not null)
            return Bad("from and to are for a backfill: a reconciliation takes a scope.");

        List<long> projects = [];
        var followed = await upstream.ProjectsAsync(cancellationToken);
        foreach (var name in request.Projects ?? [])
        {
            if (await names.FindAsync(name, cancellationToken) is not { } id || !followed.Contains(id))
                return Bad($"projects names '{Printable.Escape(name)}', which is not followed.");
            projects.Add(id);
        }
        foreach (var project in projects.Count > 0 ? projects.Distinct() : followed)
            await walker.StartAsync(project, scope, request.From, request.To, cancellationToken);
        return Results.Accepted("/status");
    }

    private static IResult Bad(string detail) => Results.Problem(detail, statusCode: StatusCodes.Status400BadRequest, title: "The request cannot be read.");
}
