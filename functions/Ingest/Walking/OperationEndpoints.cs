using System.Text.Json.Nodes;
using Hookwork.Input;
using Hookwork.Patchwork;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hookwork.Ingest.Walking;

/// <summary>The operations that an operator starts.</summary>
public static class OperationEndpoints
{
    /// <summary>Maps <c>POST /ops/backfill</c> and <c>POST /ops/reconcile</c>.</summary>
    public static void MapOperations(this IEndpointRouteBuilder routes)
    {
        var all = routes.MapGroup("/ops").AddEndpointFilter(OperatorInput.AnswerFaultsAsync);
        all.MapPost(
            "backfill",
            (HttpRequest request, WalkStarter starter, CancellationToken cancellationToken) =>
                StartAsync(request, WalkRequest.Backfill, starter, cancellationToken)
        );
        all.MapPost(
            "reconcile",
            (HttpRequest request, WalkStarter starter, CancellationToken cancellationToken) =>
                StartAsync(request, WalkRequest.Reconcile, starter, cancellationToken)
        );
    }

    private static async Task<IResult> StartAsync(
        HttpRequest request,
        Func<JsonObject, WalkRequest> read,
        WalkStarter starter,
        CancellationToken cancellationToken
    )
    {
        var walk = read(await OperatorInput.ReadAsync(request, cancellationToken));
        try
        {
            await starter.StartAsync(walk, cancellationToken);
            return Results.Accepted("/status");
        }
        catch (OtherServerException exception)
        {
            return Results.Problem(exception.Message, statusCode: StatusCodes.Status409Conflict);
        }
        catch (Exception exception) when (exception is UpstreamException or SettingsException)
        {
            return Results.Problem(
                $"Which projects are followed is not known until the server answers: {Printable.Escape(exception.Message)}",
                statusCode: StatusCodes.Status503ServiceUnavailable
            );
        }
    }
}
