using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Hookwork.Hosting;
using Microsoft.AspNetCore.Html;

namespace Hookwork.Pages;

/// <summary>Builds HTML from interpolated strings. Values are escaped unless they are HTML.</summary>
internal static class Html
{
    /// <summary>Escapes only what HTML requires.</summary>
    public static HtmlEncoder Encoder { get; } = HtmlEncoder.Create(UnicodeRanges.All);

    public static IHtmlContent Empty { get; } = HtmlString.Empty;

    /// <summary>HTML with interpolated values. A value in an attribute must be in double quotes.</summary>
    public static IHtmlContent Of(FormattableString html) =>
        new HtmlFormattableString(CultureInfo.InvariantCulture, html.Format, html.GetArguments());

    /// <summary>Concatenates pieces.</summary>
    public static IHtmlContent Join(IEnumerable<IHtmlContent> pieces)
    {
        var joined = new HtmlContentBuilder();
        foreach (var piece in pieces)
            joined.AppendHtml(piece);
        return joined;
    }

    /// <summary>Text with some ranges of it in <c>mark</c> elements.</summary>
    /// <param name="marks">Ranges of UTF-16 units, in order, not overlapping.</param>
    public static HtmlString Marked(string text, IReadOnlyList<Range> marks)
    {
        var html = new StringBuilder(text.Length + 64);
        var position = 0;
        foreach (var mark in marks)
        {
            html.Append(Encoder.Encode(text[position..mark.Start.Value]))
                .Append("<mark>")
                .Append(Encoder.Encode(text[mark]))
                .Append("</mark>");
            position = mark.End.Value;
        }
        return new HtmlString(html.Append(Encoder.Encode(text[position..])).ToString());
    }

    /// <summary>The HTML as a string.</summary>
    public static string Write(IHtmlContent html)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        html.WriteTo(writer, Encoder);
        return writer.ToString();
    }
}
