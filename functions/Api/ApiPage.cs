using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hookwork.Api.Http;
using Hookwork.Patchwork;

namespace Hookwork.Api;

/// <summary>What a person sees in a browser: an answer of the API, readable, its addresses to be followed.</summary>
internal static class ApiPage
{
    private static readonly JsonWriterOptions Indented = ServerAddress.JsonOptions with { Indented = true };

    /// <summary>The page for an address that nothing has.</summary>
    public static ApiAnswer NoPage { get; } = ApiAnswer.Html(Layout("Not Found", "<p>There is nothing at this address.</p>"), 404).With("Vary", "Cookie");

    /// <summary>The page of an answer in JSON.</summary>
    public static ApiAnswer Of(ApiCall call, Endpoint endpoint, ApiAnswer answer)
    {
        var body = new StringBuilder();
        body.Append("<p><code>").Append(Encode($"{call.Http.Method} {call.Address}{call.Http.QueryString.ToUriComponent()}")).Append("</code>: ").Append(answer.Status).Append("</p>\n<pre>");
        if (answer.Body.Length > 0)
        {
            using var document = JsonDocument.Parse(answer.Body);
            using var text = new MemoryStream();
            using (var writer = new Utf8JsonWriter(text, Indented))
                document.RootElement.WriteTo(writer);
            foreach (var line in Encoding.UTF8.GetString(text.GetBuffer().AsSpan(0, (int)text.Length)).Split('\n'))
                AppendLine(body, line, call.Origin);
        }
        body.Append("</pre>\n");
        return ApiAnswer.Html(Layout(endpoint.Title, body.ToString()), answer.Status) with { Headers = answer.Headers };
    }

    /// <summary>A whole page.</summary>
    /// <param name="body">HTML, escaped.</param>
    public static string Layout(string title, string body) =>
        $"<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>{Encode(title)}</title></head>\n<body>\n<h1>{Encode(title)}</h1>\n{body}</body>\n</html>\n";

    /// <summary>Text as HTML has it.</summary>
    public static string Encode(string? text) => HtmlEncoder.Default.Encode(text ?? "");

    /// <summary>A line of JSON; where its value is an address of this host, that is a link.</summary>
    private static void AppendLine(StringBuilder body, string line, string origin)
    {
        var at = line.IndexOf($"\"{origin}/", StringComparison.Ordinal);
        var end = at < 0 ? -1 : line.IndexOf('"', at + 1);
        if (end < 0 || line[..at].TrimEnd() is not ([.., ':'] or ""))
        {
            body.Append(Encode(line)).Append('\n');
            return;
        }
        var address = Encode(line[(at + 1)..end]);
        body.Append(Encode(line[..(at + 1)])).Append("<a href=\"").Append(address).Append("\">").Append(address).Append("</a>").Append(Encode(line[end..])).Append('\n');
    }
}
