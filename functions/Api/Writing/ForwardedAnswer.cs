using System.Text.Json;
using Hookwork.Input;
using Hookwork.Patchwork;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Api.Writing;

/// <summary>Returns the server's answer, with its addresses rewritten to this host.</summary>
internal sealed class ForwardedAnswer(WriteAnswer answer) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var server = httpContext.RequestServices.GetRequiredService<PatchworkSettings>().Url;
        var origin = httpContext.RequestServices.GetRequiredService<HookworkSettings>().Origin(httpContext.Request);
        var response = httpContext.Response;
        response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
            response.Headers[name] = name == "Location" ? ServerAddress.Rehost(value, server, origin) : value;

        // An answer such as 204 may not have a body, not even an empty one.
        if (answer.Body.Length == 0)
            return;
        if (response.ContentType?.StartsWith("application/json", StringComparison.Ordinal) != true)
        {
            // Operators sign in on this site. A script in the page of the server or of a bot wall must not run here.
            response.Headers.ContentSecurityPolicy = "sandbox";
            await response.Body.WriteAsync(answer.Body, httpContext.RequestAborted);
            return;
        }
        using var json = JsonDocument.Parse(answer.Body);
        await using var writer = new Utf8JsonWriter(response.BodyWriter, ServerAddress.JsonOptions);
        ServerAddress.WriteRehosted(json.RootElement, writer, server, origin);
        await writer.FlushAsync(httpContext.RequestAborted);
    }
}
