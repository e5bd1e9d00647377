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
            async (HttpRequest request, WalkStarter starter, CancellationToken cancellationToken) =>
                await StartAsync(
                    starter,
                    WalkRequest.Backfill(await OperatorInput.ReadAsync(request, cancellationToken)),
                    cancellationToken
                )
        );
        all.MapPost(
            "reconcile",
            async (HttpRequest request, WalkStarter starter, CancellationToken cancellationToken) =>
                await StartAsync(
                    starter,
                    WalkRequest.Reconcile(await OperatorInput.ReadAsync(request, cancellationToken)),
                    cancellationToken
                )
        );
    }

    private static async Task<IResult> StartAsync(
        WalkStarter starter,
        WalkRequest request,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await starter.StartAsync(request, cancellationToken);
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
