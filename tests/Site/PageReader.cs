using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Hookwork.Tests.Site;

/// <summary>Reads pages as a browser does.</summary>
internal static class PageReader
{
    private static readonly HtmlParser s_parser = new();

    /// <summary>Requests a page and parses it.</summary>
    public static async Task<IDocument> PageAsync(this HttpClient client, string path) =>
        s_parser.ParseDocument(await client.GetStringAsync(path));

    /// <summary>The text of an element, each run of white space as one space.</summary>
    public static string Words(this IElement element) =>
        string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
