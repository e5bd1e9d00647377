using System.Text;
using System.Text.Json;
using Hookwork.Api.Http;
using Hookwork.Pages;
using Hookwork.Patchwork;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Http;

namespace Hookwork.Api;

/// <summary>An answer of the API as an HTML page, with its addresses as links.</summary>
internal sealed class ApiPage(Page page, IReadOnlyList<(string Name, string Value)> headers) : IResult
{
    private static readonly JsonWriterOptions Indented = ServerAddress.JsonOptions with { Indented = true };

    /// <summary>The page for an unknown address.</summary>
    public static ApiPage NoPage { get; } =
        new(
            new Page("Not Found", Html.Of($"<h1>Not Found</h1><p>There is nothing at this address.</p>"))
            {
                Status = StatusCodes.Status404NotFound,
            },
            [("Vary", "Cookie")]
        );

    /// <summary>The page of a JSON answer.</summary>
    public static ApiPage Of(ApiCall call, Endpoint endpoint, ApiAnswer answer)
    {
        var request = $"{call.Http.Method} {call.Address}{call.Http.QueryString.ToUriComponent()}";
        var lines = Html.Join(Lines(answer.Body).Select(line => Line(line, call.Origin)));
        var main = Html.Of(
            $"<h1>{endpoint.Title}</h1><p><code>{request}</code>: {answer.Status}</p><pre>{lines}</pre>"
        );
        return new ApiPage(new Page(endpoint.Title, main) { Status = answer.Status }, answer.Headers);
    }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        foreach (var (name, value) in headers)
            httpContext.Response.Headers.Append(name, value);
        return page.ExecuteAsync(httpContext);
    }

    private static string[] Lines(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text, Indented))
            document.RootElement.WriteTo(writer);
        return Encoding.UTF8.GetString(text.GetBuffer().AsSpan(0, (int)text.Length)).Split('\n');
    }

    /// <summary>A line of JSON. A value that is an address of this host becomes a link.</summary>
    private static IHtmlContent Line(string line, string origin)
    {
        var at = line.IndexOf($"\"{origin}/", StringComparison.Ordinal);
        var end = at < 0 ? -1 : line.IndexOf('"', at + 1);
        return end < 0 || line[..at].TrimEnd() is not ([.., ':'] or "")
            ? Html.Of($"{line}\n")
            : Html.Of($"{line[..(at + 1)]}<a href=\"{line[(at + 1)..end]}\">{line[(at + 1)..end]}</a>{line[end..]}\n");
    }
}
