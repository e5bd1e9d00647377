using Hookwork.Input;
using Hookwork.Pages;
using Microsoft.AspNetCore.Http;

namespace Hookwork.Search.Formats;

/// <summary>Which format a request asks for.</summary>
internal static class SearchFormats
{
    /// <summary>
    /// The <c>format</c> parameter, or lore's <c>x</c>, or else what the Accept header prefers: HTML for a browser, otherwise JSON.
    /// </summary>
    /// <exception cref="BadHttpRequestException">There is no such format.</exception>
    public static SearchFormat Of(HttpRequest request) =>
        request.Query["format"].ToString() switch
        {
            "" => OfLore(request),
            "json" => SearchFormat.Json,
            "html" => SearchFormat.Html,
            "atom" => SearchFormat.Atom,
            "mbox" => SearchFormat.Mbox,
            var other => throw new BadHttpRequestException(
                $"format is '{Printable.Escape(other)}': give json, html, atom or mbox."
            ),
        };

    private static SearchFormat OfLore(HttpRequest request) =>
        request.Query["x"].ToString() switch
        {
            "" or "t" => Accepted.PrefersHtml(request) ? SearchFormat.Html : SearchFormat.Json,
            "A" => SearchFormat.Atom,
            "m" => SearchFormat.Mbox,
            var other => throw new BadHttpRequestException(
                $"x is '{Printable.Escape(other)}': give A for Atom, m for an mbox, or t for a page."
            ),
        };
}
