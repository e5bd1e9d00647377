using System.Text;
using System.Text.Json.Nodes;

namespace Hookwork.Tests.Recorded;

/// <summary>Sends a recorded request to a server and compares the response with the recorded one.</summary>
internal static class ExchangeReplay
{
    private static readonly string[] Headers = ["Content-Type", "Allow", "Vary", "Link", "Location"];

    /// <summary>A line for each difference, ignoring host and port of URLs.</summary>
    public static async Task<IReadOnlyList<string>> DifferencesAsync(Uri server, JsonNode exchange)
    {
        List<string> differences = [];
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler);
        var request = exchange["request"]!;
        var name = NameOf(exchange);
        using var message = new HttpRequestMessage(
            new HttpMethod((string)request["method"]!),
            new Uri(server, (string)request["path"]!)
        );
        if (request["user"] is { } user)
            message.Headers.Authorization = new("Token", user + "-token");
        if (request["accept"] is { } accept)
            message.Headers.Accept.ParseAdd((string)accept!);
        if (request["json"] is { } json)
            message.Content = new StringContent(json.ToJsonString(), Encoding.UTF8, "application/json");

        using var response = await client.SendAsync(message);
        var origin = server.ToString().TrimEnd('/');
        var expected = exchange["response"]!;
        if ((int)response.StatusCode != (int)expected["status"]!)
            differences.Add($"{name}: status {(int)response.StatusCode}, not {expected["status"]}");
        foreach (var header in Headers)
        {
            var wanted = ((string?)expected["headers"]![header])?.Replace(
                Exchanges.Origin,
                origin,
                StringComparison.Ordinal
            );
            var got =
                response.Headers.TryGetValues(header, out var values)
                || response.Content.Headers.TryGetValues(header, out values)
                    ? string.Join(", ", values)
                    : null;
            if (got != wanted)
                differences.Add($"{name}: {header} is {got}\n    not {wanted}");
        }

        var text = await response.Content.ReadAsStringAsync();
        if (expected["body"] is not (JsonValue or null))
            Compare(
                name,
                expected["body"],
                Parse(text.Replace(origin, Exchanges.Origin, StringComparison.Ordinal)),
                "",
                differences
            );
        return differences;
    }

    /// <summary>An identifying name of an exchange.</summary>
    public static string NameOf(JsonNode exchange)
    {
        var request = exchange["request"]!;
        return $"{request["method"]} {request["path"]} {request["user"]} {request["json"]?.ToJsonString()}".TrimEnd();
    }

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (System.Text.Json.JsonException)
        {
            return JsonValue.Create(text);
        }
    }

    private static void Compare(
        string name,
        JsonNode? expected,
        JsonNode? actual,
        string path,
        List<string> differences
    )
    {
        switch (expected, actual)
        {
            case (JsonObject wanted, JsonObject got):
                var names = wanted.Select(property => property.Key).ToList();
                var gotten = got.Select(property => property.Key).ToList();
                if (!names.SequenceEqual(gotten))
                    differences.Add(
                        $"{name}: {path} has {string.Join(",", gotten)}\n    not {string.Join(",", names)}"
                    );
                foreach (var property in names.Where(got.ContainsKey))
                    Compare(name, wanted[property], got[property], path + "/" + property, differences);
                break;
            case (JsonArray wanted, JsonArray got) when wanted.Count == got.Count:
                for (var at = 0; at < wanted.Count; at++)
                    Compare(name, wanted[at], got[at], $"{path}/{at}", differences);
                break;
            default:
                var isWhenPosted = name.StartsWith("POST", StringComparison.Ordinal) && path == "/date";
                if (!JsonNode.DeepEquals(expected, actual) && !isWhenPosted)
                    differences.Add($"{name}: {path} is {actual?.ToJsonString()}\n    not {expected?.ToJsonString()}");
                break;
        }
    }
}
