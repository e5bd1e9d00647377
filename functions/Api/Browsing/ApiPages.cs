using System.Text;
using System.Text.Json;
using Hookwork.Api.Http;
using Hookwork.Pages;
using Hookwork.Patchwork;
using Microsoft.AspNetCore.Http;

namespace Hookwork.Api.Browsing;

/// <summary>Answers of the API as pages.</summary>
internal static class ApiPages
{
    private static readonly JsonWriterOptions Indented = ServerAddress.JsonOptions with { Indented = true };

    /// <summary>The page of a JSON answer.</summary>
    public static IResult Of(ApiCall call, Endpoint endpoint, ApiAnswer answer)
    {
        var request = $"{call.Http.Method} {call.Address}{call.Http.QueryString.ToUriComponent()}";
        var lines = Lines(answer.Body).Select(line => Line(line, call.Origin));
        return new Page<ApiPage>(new ApiPage.Shown(endpoint.Title, request, answer.Status, [.. lines]))
        {
            Status = answer.Status,
            Headers = answer.Headers,
        };
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
    private static ApiPage.Line Line(string line, string origin)
    {
        var at = line.IndexOf($"\"{origin}/", StringComparison.Ordinal);
        var end = at < 0 ? -1 : line.IndexOf('"', at + 1);
        return end < 0 || line[..at].TrimEnd() is not ([.., ':'] or "")
            ? new ApiPage.Line(line, null, "")
            : new ApiPage.Line(line[..(at + 1)], line[(at + 1)..end], line[end..]);
    }
}
