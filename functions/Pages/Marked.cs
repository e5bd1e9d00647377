using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Hookwork.Catalog;

namespace Hookwork.Pages;

/// <summary>Text with its matches marked.</summary>
internal static class Marked
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>Escaped HTML with the matches in <c>mark</c> elements.</summary>
    public static string Html(Snippet snippet)
    {
        var html = new StringBuilder(snippet.Text.Length + 64);
        var position = 0;
        foreach (var mark in snippet.Marks)
        {
            html.Append(Encoder.Encode(snippet.Text[position..mark.Start.Value]));
            html.Append("<mark>").Append(Encoder.Encode(snippet.Text[mark])).Append("</mark>");
            position = mark.End.Value;
        }
        return html.Append(Encoder.Encode(snippet.Text[position..])).ToString();
    }
}
