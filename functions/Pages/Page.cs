using System.Net.Mime;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Http;

namespace Hookwork.Pages;

/// <summary>A page in the shared layout. It has no scripts and loads nothing from other hosts.</summary>
/// <param name="Title">The browser's title.</param>
/// <param name="Main">The content.</param>
internal sealed record Page(string Title, IHtmlContent Main) : IResult
{
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>The query in the search box.</summary>
    public string Query { get; init; } = "";

    /// <summary>Further inputs of the search form.</summary>
    public IHtmlContent SearchOptions { get; init; } = Html.Empty;

    /// <summary>Further elements of the head, such as feeds.</summary>
    public IHtmlContent Head { get; init; } = Html.Empty;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = $"{MediaTypeNames.Text.Html}; charset=utf-8";
        response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        response.Headers["Referrer-Policy"] = "same-origin";
        if (!HttpMethods.IsHead(httpContext.Request.Method))
            await response.WriteAsync(Html.Write(Frame()), httpContext.RequestAborted);
    }

    private IHtmlContent Frame() =>
        Html.Of(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Title}</title>
            <link rel="stylesheet" href="{StyleSheet.Address}">
            {Head}
            </head>
            <body>
            <a class="skip" href="#main">Skip to the content</a>
            <header>
            <a class="brand" href="/">Hookwork</a>
            <form action="/search" role="search">
            <input type="search" name="q" value="{Query}" aria-label="Search" placeholder="Search mails, such as s:virtio dfn:hw/virtio/* state:new" maxlength="4096" spellcheck="false" autocapitalize="off">
            {SearchOptions}
            <button>Search</button>
            </form>
            </header>
            <main id="main">
            {Main}
            </main>
            <footer><a href="/search">Search</a> <a href="/api/">REST API</a> <a href="/status">Status</a></footer>
            </body>
            </html>

            """
        );
}
