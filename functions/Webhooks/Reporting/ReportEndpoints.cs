using System.Text.Json.Nodes;
using Hookwork.Input;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hookwork.Webhooks.Reporting;

/// <summary>Where receivers report checks: no function key, since each address is good for one message only.</summary>
public static class ReportEndpoints
{
    public static void MapReports(this IEndpointRouteBuilder routes)
    {
        var one = routes
            .MapGroup(ReportAddresses.Path + "{token}")
            .AddEndpointFilter(OperatorInput.AnswerFaultsAsync)
            .AddEndpointFilter(ForbidCachesAsync);
        one.MapPost("", TakeAsync);
        one.MapGet("", ShowAsync);
    }

    private static async Task<IResult> TakeAsync(
        string token,
        HttpRequest request,
        ReportAddresses addresses,
        Reports reports,
        CancellationToken cancellationToken
    )
    {
        if (await addresses.ReadAsync(token, cancellationToken) is not { } scope)
            return Unknown();
        var input = await ReportInput.ReadAsync(request, cancellationToken);
        return await reports.TakeAsync(scope, input, cancellationToken) is { } report
            ? Results.Json(
                report.Describe(),
                WebhookJson.Plain.JsonObject,
                statusCode: report switch
                {
                    { IsWaiting: true } => StatusCodes.Status202Accepted,
                    _ when report.Patches.Any(patch => patch.Status == PatchReport.Refused) =>
                        StatusCodes.Status422UnprocessableEntity,
                    _ => StatusCodes.Status200OK,
                }
            )
            : Unknown();
    }

    private static async Task<IResult> ShowAsync(
        string token,
        ReportAddresses addresses,
        ReportStore store,
        CancellationToken cancellationToken
    ) =>
        await addresses.ReadAsync(token, cancellationToken) is { } scope
            ? Results.Json(
                new JsonObject
                {
                    ["reports"] = new JsonArray([
                        .. (await store.AllAsync(scope.Partition, cancellationToken)).Select(report =>
                            report.Describe()
                        ),
                    ]),
                },
                WebhookJson.Plain.JsonObject
            )
            : Unknown();

    /// <summary>A cache in front could show a report to others, or an old state of it.</summary>
    private static ValueTask<object?> ForbidCachesAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        context.HttpContext.Response.Headers.CacheControl = "no-store";
        return next(context);
    }

    private static IResult Unknown() =>
        Results.Problem(
            "This address is not valid or has expired: use the report_url of the message.",
            statusCode: StatusCodes.Status404NotFound
        );
}
