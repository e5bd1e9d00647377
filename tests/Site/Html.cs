using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Hookwork.Tests.Site;

/// <summary>Pages as a browser reads them.</summary>
internal static class Html
{
    /// <summary>Gets a page, which is one.</summary>
    public static async Task<IHtmlDocument> GetPageAsync(this HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.NotNull(answer.Headers.ETag);
        var page = await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStreamAsync());
        Assert.Single(page.QuerySelectorAll("h1"));
        return page;
    }

    /// <summary>Gets a page, whatever its headers are.</summary>
    public static async Task<IHtmlDocument> PageAsync(this HttpClient client, string path) =>
        new HtmlParser().ParseDocument(await client.GetStringAsync(path));

    /// <summary>The page of an answer.</summary>
    public static async Task<IHtmlDocument> PageAsync(this HttpResponseMessage answer) =>
        new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());

    /// <summary>What a reader sees of an element, with single spaces.</summary>
    public static string Text(this IElement? element) =>
        string.Join(' ', (element?.TextContent ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>What a reader sees of the elements that a selector finds.</summary>
    public static IReadOnlyList<string> Texts(this IParentNode parent, string selector) =>
        [.. parent.QuerySelectorAll(selector).Select(element => element.Text())];

    /// <summary>The cells of each row of a table's body.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Rows(this IParentNode parent, string label) =>
        [
            .. parent
                .QuerySelectorAll($"[aria-label=\"{label}\"] tbody tr")
                .Select(row => (IReadOnlyList<string>)[.. row.Children.Select(cell => cell.Text())]),
        ];

    /// <summary>The address of the link with a text.</summary>
    public static string? Link(this IParentNode parent, string text) =>
        parent
            .QuerySelectorAll("a")
            .Where(link => link.Text() == text)
            .Select(link => link.GetAttribute("href"))
            .First();
}
