using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Hookwork.Recorded;

namespace Hookwork.Tests.Recorded;

public sealed class ExchangesTests
{
    private static readonly string[] Headers = ["Content-Type", "Allow", "Vary", "Link", "Location"];

    [Fact]
    public async Task Answers_every_recorded_request_as_the_real_server_did()
    {
        List<string> differences = [];
        var exchanges = Exchanges.Read("exchanges");
        await using var reading = await RecordedPatchwork.StartAsync();
        foreach (var exchange in exchanges)
        {
            if ((string)exchange["request"]!["method"]! is "GET" or "HEAD" or "OPTIONS" or "DELETE")
            {
                await ReplayAsync(reading, exchange, differences);
                continue;
            }

            await using var writing = await RecordedPatchwork.StartAsync();
            await ReplayAsync(writing, exchange, differences);
        }

        Assert.True(differences.Count == 0, $"{differences.Count} differences:\n" + string.Join("\n", differences));
        Assert.Equal(198, exchanges.Count);
    }

    private static async Task ReplayAsync(RecordedPatchwork patchwork, JsonNode exchange, List<string> differences)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler);
        var request = exchange["request"]!;
        var name = $"{request["method"]} {request["path"]} {request["user"]} {request["json"]?.ToJsonString()}";
        var url = new Uri(patchwork.Url, (string)request["path"]!);
        using var message = new HttpRequestMessage(new HttpMethod((string)request["method"]!), url);
        if (request["user"] is { } user)
            message.Headers.Authorization = new("Token", user + "-token");
        if (request["accept"] is { } accept)
            message.Headers.Accept.ParseAdd((string)accept!);
        if (request["json"] is { } json)
            message.Content = new StringContent(json.ToJsonString(), Encoding.UTF8, "application/json");

        using var response = await client.SendAsync(message);
        var origin = patchwork.Url.ToString().TrimEnd('/');
        var expected = exchange["response"]!;
        if ((int)response.StatusCode != (int)expected["status"]!)
            differences.Add($"{name}: status {(int)response.StatusCode}, not {expected["status"]}");
        foreach (var header in Headers)
        {
            var wanted = ((string?)expected["headers"]![header])?.Replace(Exchanges.Origin, origin, StringComparison.Ordinal);
            var got = response.Headers.TryGetValues(header, out var values) || response.Content.Headers.TryGetValues(header, out values)
                ? string.Join(", ", values)
                : null;
            if (got != wanted)
                differences.Add($"{name}: {header} is {got}\n    not {wanted}");
        }

        var text = await response.Content.ReadAsStringAsync();
        if (expected["body"] is JsonValue or null)
            return;
        Compare(name, expected["body"], JsonNode.Parse(text.Replace(origin, Exchanges.Origin, StringComparison.Ordinal)), "", differences);
    }

    private static void Compare(string name, JsonNode? expected, JsonNode? actual, string path, List<string> differences)
    {
        switch (expected, actual)
        {
            case (JsonObject wanted, JsonObject got):
                var names = wanted.Select(property => property.Key).ToList();
                var gotten = got.Select(property => property.Key).ToList();
                if (!names.SequenceEqual(gotten))
                    differences.Add($"{name}: {path} has {string.Join(",", gotten)}\n    not {string.Join(",", names)}");
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
