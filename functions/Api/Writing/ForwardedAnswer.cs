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
            response.Headers[name] = Ascii(name == "Location" ? ServerAddress.Rehost(value, server, origin) : value);

        // An answer such as 204 may not have a body, not even an empty one.
        if (answer.Body.Length == 0)
            return;
        using var json = ReadJson(response.ContentType);
        if (json is null)
        {
            // Operators sign in on this site. A script in the page of the server or of a bot wall must not run here.
            response.Headers.ContentSecurityPolicy = "sandbox";
            await response.Body.WriteAsync(answer.Body, httpContext.RequestAborted);
            return;
        }
        await using var writer = new Utf8JsonWriter(response.BodyWriter, PlainJson.Options);
        ServerAddress.WriteRehosted(json.RootElement, writer, server, origin);
        await writer.FlushAsync(httpContext.RequestAborted);
    }

    /// <summary>The body; null if it is not JSON, even if its content type says so.</summary>
    private JsonDocument? ReadJson(string? contentType) =>
        contentType?.StartsWith("application/json", StringComparison.Ordinal) == true
            ? JsonFields.Parse(answer.Body)
            : null;

    /// <summary>
    /// A value with <c>?</c> for what a header cannot have, such as other letters in the realm of a proxy.
    /// </summary>
    private static string Ascii(string value) =>
        string.Concat(value.Select(letter => letter is >= ' ' and <= '~' ? letter : '?'));
}
