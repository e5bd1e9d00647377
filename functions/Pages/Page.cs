using System.Net.Mime;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hookwork.Pages;

/// <summary>
/// A Razor component as the answer to a request, with the headers of every page: what the browser may load, an ETag of
/// the content, and how long caches may keep it.
/// </summary>
/// <remarks>
/// It is rendered by <see cref="HtmlRenderer"/> and not by <c>RazorComponentResult</c>. The latter adds navigation by
/// the Host header, antiforgery, and data protection keys on disk. Pages here use none of these.
/// </remarks>
/// <typeparam name="T">The component, with a parameter <c>Model</c>.</typeparam>
/// <param name="model">What it shows.</param>
internal sealed class Page<T>(object model) : IResult
    where T : IComponent
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>A browser asks each time whether the page changed; a shared cache keeps it for a minute.</summary>
    private const string Shared = "public, max-age=0, s-maxage=60, must-revalidate";

    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>Whether only this visitor may see it. Nothing keeps such a page.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>Headers beside those of every page.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var content = await RenderAsync(httpContext.RequestServices);
        var response = httpContext.Response;
        response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        response.Headers["Referrer-Policy"] = "same-origin";
        response.Headers.CacheControl = IsPrivate ? "no-store" : Shared;
        foreach (var (name, value) in Headers)
            response.Headers.Append(name, value);
        if (Status == StatusCodes.Status200OK && !IsPrivate && ContentTag.SetAndCompare(httpContext, content))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        response.StatusCode = Status;
        response.ContentType = $"{MediaTypeNames.Text.Html}; charset=utf-8";
        response.ContentLength = content.Length;
        if (!HttpMethods.IsHead(httpContext.Request.Method))
            await response.Body.WriteAsync(content, httpContext.RequestAborted);
    }

    /// <summary>Renders into memory, because the headers follow from the content.</summary>
    private async Task<byte[]> RenderAsync(IServiceProvider services)
    {
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        var parameters = ParameterView.FromDictionary(
            new Dictionary<string, object?>(StringComparer.Ordinal) { ["Model"] = model }
        );
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var root = await renderer.RenderComponentAsync<T>(parameters);
            using var content = new MemoryStream();
            await using (var writer = new StreamWriter(content))
                root.WriteHtmlTo(writer);
            return content.ToArray();
        });
    }
}
