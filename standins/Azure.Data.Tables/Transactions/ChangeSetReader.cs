using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Azure.Data.Tables.Transactions;

/// <summary>Reads the multipart answer to a transaction: one HTTP answer per action, or one error for all.</summary>
internal static class ChangeSetReader
{
    /// <exception cref="RequestFailedException">The answer is none.</exception>
    public static IReadOnlyList<Response> Read(Response response)
    {
        var parts = new List<Response>();
        if (response.Headers.ContentType is not { } contentType || Boundary(contentType) is not { } boundary)
            throw new RequestFailedException(response);
        ReadParts(response, response.Content.ToMemory(), boundary, parts);
        return parts.Count > 0 ? parts : throw new RequestFailedException(response);
    }

    private static void ReadParts(Response response, ReadOnlyMemory<byte> body, string boundary, List<Response> parts)
    {
        var delimiter = Encoding.ASCII.GetBytes("--" + boundary);
        var start = body.Span.IndexOf(delimiter);
        while (start >= 0)
        {
            body = body[(start + delimiter.Length)..];
            var length = body.Span.IndexOf(delimiter);
            if (length < 0)
                return;
            ReadPart(response, body[..length], parts);
            start = length;
        }
    }

    private static void ReadPart(Response response, ReadOnlyMemory<byte> part, List<Response> parts)
    {
        NextLine(ref part);
        var headers = Headers(ref part);
        if (headers.TryGetValue("Content-Type", out var type) && Boundary(type) is { } boundary)
        {
            ReadParts(response, part, boundary, parts);
            return;
        }

        // HTTP/1.1 204 No Content. Azurite may put a line before it that belongs nowhere.
        var status = NextLine(ref part).Split(' ', 3);
        while (!part.IsEmpty && !status[0].StartsWith("HTTP/", StringComparison.Ordinal))
            status = NextLine(ref part).Split(' ', 3);
        if (status.Length < 2 || !int.TryParse(status[1], NumberStyles.None, CultureInfo.InvariantCulture, out var code))
            throw new RequestFailedException(response);
        var answer = Headers(ref part);
        parts.Add(new PartResponse(code, status.Length > 2 ? status[2] : "", response.ClientRequestId, answer, part));
    }

    private static string? Boundary(string contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) && type.MediaType == "multipart/mixed"
            ? type.Parameters.FirstOrDefault(parameter => parameter.Name == "boundary")?.Value?.Trim('"')
            : null;

    /// <summary>The headers up to an empty line.</summary>
    private static Dictionary<string, string> Headers(ref ReadOnlyMemory<byte> rest)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (NextLine(ref rest) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
                headers[line[..colon].Trim()] = line[(colon + 1)..].Trim();
        }

        return headers;
    }

    private static string NextLine(ref ReadOnlyMemory<byte> rest)
    {
        var end = rest.Span.IndexOf((byte)'\n');
        var line = Encoding.UTF8.GetString(rest.Span[..(end < 0 ? rest.Length : end)]).TrimEnd('\r');
        rest = end < 0 ? default : rest[(end + 1)..];
        return line;
    }
}
