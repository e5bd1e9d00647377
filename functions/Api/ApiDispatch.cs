using Hookwork.Api.Browsing;
using Hookwork.Api.Http;
using Hookwork.Api.Lists;
using Hookwork.Archive.Resources;
using Hookwork.Catalog;
using Hookwork.Input;
using Hookwork.Pages;
using Hookwork.Patchwork;
using Microsoft.AspNetCore.Http;

namespace Hookwork.Api;

/// <summary>Handles what all views share: versions, formats, callers, methods and error answers.</summary>
public sealed class ApiDispatch(
    PatchworkClient client,
    ApiPages pages,
    Callers callers,
    ProjectNames names,
    ServerZone zone,
    HookworkSettings settings
)
{
    /// <summary>Answers a request to a view.</summary>
    internal async Task<IResult> AnswerAsync(HttpRequest request, ApiView view)
    {
        var cancellationToken = request.HttpContext.RequestAborted;
        var projects = await names.AllAsync(cancellationToken);
        var newest = ApiVersion.NewestOf(client, projects);
        if (
            ApiVersion.Find((string?)request.RouteValues["version"], newest) is not { } version
            || version.Minor < view.Minor
        )
            return NoPage.Answer;
        if (!request.Path.Value!.EndsWith('/'))
            return ApiAnswer.MovedTo(
                request.PathBase.Add(request.Path).ToUriComponent() + "/" + request.QueryString.ToUriComponent(),
                StatusCodes.Status301MovedPermanently
            );

        var call = new ApiCall(request, version, settings.Origin(request)) { Projects = projects };
        if (Negotiation.Refusal(call, out var asPage) is { } refusal)
            return refusal.With("Allow", view.Allow).With("Vary", "Accept");

        ApiAnswer answer;
        try
        {
            answer = await ServeAsync(call, view, cancellationToken);
        }
        catch (CatalogNotReadyException exception)
        {
            answer = ApiAnswer
                .Detail(StatusCodes.Status503ServiceUnavailable, exception.Message)
                .With("Retry-After", CatalogNotReadyException.RetryAfter);
        }
        answer = answer.With("Allow", view.Allow).With("Vary", "Accept, Cookie");
        if (asPage && ApiAddress.Read(request.PathBase.Add(request.Path).ToUriComponent()) is { } address)
            return pages.Of(request, request.Method, address, view, answer);
        answer = answer.Indented(Negotiation.IndentOf(request));
        // nginx keeps answers to requests with credentials, too, and shows them to everybody.
        return view.NeedsUser || answer.Status is StatusCodes.Status403Forbidden or StatusCodes.Status429TooManyRequests
            ? answer.With("Cache-Control", "private")
            : answer;
    }

    private async Task<ApiAnswer> ServeAsync(ApiCall call, ApiView view, CancellationToken cancellationToken)
    {
        if (await RefusalAsync(call, view, cancellationToken) is { } refusal)
            return refusal;
        var method = call.Http.Method;
        if (call.Reads && view.IsList)
            call = call with { Zone = await zone.ForAsync(call.Query, cancellationToken) };
        if (call.Reads)
            return await view.Read(call, cancellationToken);
        if (HttpMethods.IsOptions(method))
            return Negotiation.Options(view);
        // Writes that the server takes are forwarded: see WriteEndpoints.
        return ApiAnswer.Detail(StatusCodes.Status405MethodNotAllowed, $"Method \"{method}\" not allowed.");
    }

    /// <summary>
    /// Checks the caller's credentials first, as Patchwork does. What everyone may see is shown too while upstream
    /// cannot check them.
    /// </summary>
    private async Task<ApiAnswer?> RefusalAsync(ApiCall call, ApiView view, CancellationToken cancellationToken)
    {
        var authorization = call.Http.Headers.Authorization.ToString();
        if (!Callers.HasCredentials(authorization))
            return view.NeedsUser
                ? ApiAnswer.Detail(StatusCodes.Status403Forbidden, "Authentication credentials were not provided.")
                : null;
        try
        {
            return await callers.RefusalAsync(authorization, !view.NeedsUser, cancellationToken) is { } refusal
                ? ApiAnswer.Detail(StatusCodes.Status403Forbidden, refusal)
                : null;
        }
        catch (TooManyCallersException exception)
        {
            return exception.Answer;
        }
        catch (UpstreamException exception)
        {
            return view.NeedsUser
                ? ApiAnswer.Detail(
                    StatusCodes.Status502BadGateway,
                    $"The credentials cannot be checked: {Printable.Escape(exception.Message)}"
                )
                : null;
        }
    }
}
