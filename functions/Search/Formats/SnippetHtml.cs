using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Hookwork.Catalog.Searching;
using Hookwork.Pages.Parts;

namespace Hookwork.Search.Formats;

/// <summary>A snippet as HTML, for formats that carry it so.</summary>
internal static class SnippetHtml
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>The escaped text, its matches in <c>mark</c> elements.</summary>
    public static string Of(Snippet snippet)
    {
        var html = new StringBuilder(snippet.Text.Length + 64);
        foreach (var (text, isMarked) in MarkedText.Pieces(snippet.Text, snippet.Marks))
        {
            var escaped = Encoder.Encode(text);
            html.Append(isMarked ? $"<mark>{escaped}</mark>" : escaped);
        }
        return html.ToString();
    }
}
