using System.Globalization;
using Hookwork.Api.Http;
using Hookwork.Archive.Resources;
using Hookwork.Patchwork;
using Hookwork.Patchwork.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hookwork.Api.Writing;

/// <summary>
/// Forwards writes with a token to the server: patches, checks, and whether a comment is addressed. The server
/// authorizes them.
/// </summary>
public static class WriteEndpoints
{
    /// <summary>The largest request body, in bytes.</summary>
    private const int LargestBody = 1 << 20;

    private static readonly string[] Updates = ["PATCH", "PUT"];

    /// <summary>Maps the writes, in each version of the API.</summary>
    public static void MapWrites(this IEndpointRouteBuilder routes)
    {
        foreach (var root in (string[])["/api", @"/api/{version:regex(^\d\.\d$)}"])
        {
            routes.MapMethods(
                $"{root}/patches/{{id:long}}/",
                Updates,
                (long id, HttpRequest http, Writes writes) =>
                    ForwardAsync(http, writes, ResourceKind.Patch, id, Part.Detail | Part.Mbox)
            );
            routes.MapPost(
                $"{root}/patches/{{id:long}}/checks/",
                (long id, HttpRequest http, Writes writes) =>
                    ForwardAsync(http, writes, ResourceKind.Patch, id, Part.Detail | Part.Checks)
            );
            routes.MapMethods(
                $"{root}/patches/{{id:long}}/comments/{{comment:long}}/",
                Updates,
                (long id, HttpRequest http, Writes writes) =>
                    ForwardAsync(http, writes, ResourceKind.Patch, id, Part.Comments)
            );
            routes.MapMethods(
                $"{root}/covers/{{id:long}}/comments/{{comment:long}}/",
                Updates,
                (long id, HttpRequest http, Writes writes) =>
                    ForwardAsync(http, writes, ResourceKind.Cover, id, Part.Comments)
            );
        }
    }

    private static async Task<IResult> ForwardAsync(
        HttpRequest http,
        Writes writes,
        ResourceKind kind,
        long id,
        Part parts
    )
    {
        var cancellationToken = http.HttpContext.RequestAborted;
        if (await BodyAsync(http, cancellationToken) is not { } body)
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
        try
        {
            return new ForwardedAnswer(await writes.ForwardAsync(request, kind, id, parts, cancellationToken));
        }
        catch (UpstreamException exception)
        {
            return ApiAnswer.Detail(
                StatusCodes.Status502BadGateway,
                $"{exception.Message} The change may have been made: read the resource before retrying."
            );
        }
    }

    private static async Task<byte[]?> BodyAsync(HttpRequest http, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        var chunk = new byte[32 << 10];
        while (await http.Body.ReadAsync(chunk, cancellationToken) is > 0 and var length)
        {
            if (body.Length + length > LargestBody)
                return null;
            body.Write(chunk, 0, length);
        }
        return body.ToArray();
    }
}
