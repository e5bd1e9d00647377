using System.Text.Json;
using Hookwork.Patchwork;
using Microsoft.AspNetCore.Http;

namespace Hookwork.Api;

/// <summary>Answers with a resource of the archive, its addresses on this host.</summary>
internal sealed class JsonResource(JsonElement resource, string origin) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/json";
        await using var writer = new Utf8JsonWriter(httpContext.Response.BodyWriter, ServerAddress.JsonOptions);
        ServerAddress.WriteAbsolute(resource, writer, origin);
        await writer.FlushAsync(httpContext.RequestAborted);
    }
}
