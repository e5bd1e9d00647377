using System.Globalization;
using Hookwork.Api.Http;
using Hookwork.Archive.Resources;
using Hookwork.Input;
using Hookwork.Patchwork;
using Hookwork.Patchwork.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Api.Writing;

/// <summary>
/// Forwards every write that the server takes: to patches, checks, comments, projects, users and bundles. The server
/// authorizes them.
/// </summary>
public static class WriteEndpoints
{
    /// <summary>The largest request body, in bytes.</summary>
    private const int LargestBody = 1 << 20;

    /// <summary>Maps the writes, in each version of the API.</summary>
    public static void MapWrites(this IEndpointRouteBuilder routes)
    {
        foreach (var root in (string[])["/api", "/api/{version:version}"])
        {
            Resource("patches/{id:long}/", ApiViews.Update, ResourceKind.Patch, Part.Detail | Part.Mbox);
            Resource("patches/{id:long}/checks/", ApiViews.Create, ResourceKind.Patch, Part.Detail | Part.Checks);
            Resource("patches/{id:long}/comments/{comment:long}/", ApiViews.Update, ResourceKind.Patch, Part.Comments);
            Resource("covers/{id:long}/comments/{comment:long}/", ApiViews.Update, ResourceKind.Cover, Part.Comments);
            Silent("projects/{name}/", ApiViews.Update, (silent, answer, _) => silent.ProjectAsync(answer));
            Silent(
                "users/{id:long}/",
                ApiViews.Update,
                (silent, _, http) => silent.UserAsync(IdIn(http), http.Headers.Authorization.ToString())
            );
            Silent("bundles/", ApiViews.Create, (silent, answer, _) => silent.BundleAsync(answer));
            Silent("bundles/{id:long}/", ApiViews.UpdateOrDelete, (silent, _, http) => silent.BundleAsync(IdIn(http)));

            void Resource(string path, string[] methods, ResourceKind kind, Part parts) =>
                routes.MapMethods(
                    $"{root}/{path}",
                    methods,
                    (HttpRequest http, Writes writes) =>
                        ForwardAsync(
                            http,
                            (request, token) => writes.ForwardAsync(request, kind, IdIn(http), parts, token)
                        )
                );

            void Silent(string path, string[] methods, Func<SilentWrites, WriteAnswer, HttpRequest, Task> refresh) =>
                routes.MapMethods(
                    $"{root}/{path}",
                    methods,
                    (HttpRequest http, Writes writes, SilentWrites silent) =>
                        ForwardAsync(
                            http,
                            (request, token) =>
                                writes.ForwardAsync(request, answer => refresh(silent, answer, http), token)
                        )
                );
        }
    }

    private static long IdIn(HttpRequest http) =>
        long.Parse((string)http.RouteValues["id"]!, CultureInfo.InvariantCulture);

    private static async Task<IResult> ForwardAsync(
        HttpRequest http,
        Func<WriteRequest, CancellationToken, Task<WriteAnswer>> forward
    )
    {
        // A slash that is still escaped: the server, or a proxy in front of it, would read it and leave the API.
        if (http.Path.Value!.Contains('%', StringComparison.Ordinal))
            return ApiAnswer.NotFound;
        var cancellationToken = http.HttpContext.RequestAborted;
        if (await RequestBody.ReadAsync(http, LargestBody, cancellationToken) is not { } body)
            return ApiAnswer.Detail(
                StatusCodes.Status413PayloadTooLarge,
                $"The body is larger than {LargestBody >> 20} MiB."
            );

        var request = new WriteRequest(
            HttpMethod.Parse(http.Method),
            http.Path.ToUriComponent()[1..] + http.QueryString.ToUriComponent(),
            body,
            http.ContentType,
            http.Headers.Accept,
            http.Headers.Authorization
        );
        var authorization = http.Headers.Authorization.ToString();
        var callers = http.HttpContext.RequestServices.GetRequiredService<Callers>();
        try
        {
            callers.Admit(authorization);
            var answer = await forward(request, cancellationToken);
            if (answer.IsSuccess)
                callers.Accept(authorization);
            return new ForwardedAnswer(answer);
        }
        catch (TooManyCallersException exception)
        {
            return exception.Answer;
        }
        catch (UpstreamException exception)
        {
            return ApiAnswer.Detail(
                StatusCodes.Status502BadGateway,
                $"{exception.Message} The change may have been made: read the resource before retrying."
            );
        }
    }
}
