using System.Text.Json;
using System.Text.Json.Nodes;
using Hookwork.Archive;
using Hookwork.Patchwork;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hookwork.Api;

/// <summary>Patchwork's REST API and mbox addresses, answered from the archive.</summary>
public static class ApiEndpoints
{
    /// <summary>Maps what is served so far: a patch, and a patch's mbox.</summary>
    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/patches/{id:long}/", PatchAsync);
        routes.MapGet("/project/{project}/patch/{messageId}/mbox/", MboxAsync);
    }

    private static async Task<IResult> PatchAsync(long id, HttpRequest request, ResourceReader reader, HookworkSettings settings, CancellationToken cancellationToken)
    {
        if (await reader.ReadAsync(ResourceKind.Patch, id, cancellationToken) is not { } patch)
            return NotFound();
        using var document = JsonSerializer.SerializeToDocument(patch, ApiJson.Default.JsonObject);
        return new JsonResource(document.RootElement.Clone(), settings.Origin(request));
    }

    private static async Task<IResult> MboxAsync(
        string project, string messageId, ProjectNames projects, MessageIdIndex messageIds, MboxStore mboxes, CancellationToken cancellationToken)
    {
        if (await projects.FindAsync(project, cancellationToken) is not { } projectId
            || await messageIds.FindAsync(messageId, projectId, ResourceKind.Patch, cancellationToken) is not { } id
            || await mboxes.OpenAsync(projectId, ResourceKind.Patch, id, cancellationToken) is not { } mbox)
            return NotFound();
        return Results.Stream(mbox, "text/plain; charset=utf-8");
    }

    private static IResult NotFound() => Results.Json(new JsonObject { ["detail"] = "Not found." }, ApiJson.Default.JsonObject, statusCode: StatusCodes.Status404NotFound);
}
