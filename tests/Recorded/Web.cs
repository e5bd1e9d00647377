using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hookwork.Recorded;

namespace Hookwork.Tests.Recorded;

/// <summary>A client of one recorded Patchwork.</summary>
internal sealed partial class Web(RecordedPatchwork patchwork) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        BaseAddress = patchwork.Url,
    };

    public string Origin => patchwork.Url.ToString().TrimEnd('/');

    public void Dispose() => _client.Dispose();

    public Task<HttpResponseMessage> GetAsync(string path) => _client.GetAsync(path);

    public Task<byte[]> BytesAsync(string path) => _client.GetByteArrayAsync(path);

    public async Task<int> StatusAsync(string path)
    {
        using var response = await _client.GetAsync(path);
        return (int)response.StatusCode;
    }

    /// <summary>The JSON at a path, with its URLs as in the recording.</summary>
    public async Task<JsonNode> JsonAsync(string path) => Recorded(await _client.GetStringAsync(path));

    /// <summary>All items of a list, following the Link header.</summary>
    public async Task<List<JsonNode>> WalkAsync(string path)
    {
        List<JsonNode> items = [];
        for (var next = path; next is not null; )
        {
            using var response = await _client.GetAsync(next);
            response.EnsureSuccessStatusCode();
            foreach (var item in Recorded(await response.Content.ReadAsStringAsync()).AsArray().ToList())
                items.Add(item!.DeepClone());
            var link = Next().Match(string.Join(", ", response.Headers.GetValues("Link")));
            next = link.Success ? link.Groups[1].Value : null;
        }

        return items;
    }

    public async Task<(int Status, JsonNode? Json)> SendAsync(
        string method,
        string path,
        JsonNode? json,
        string? user = "amara"
    )
    {
        using var message = new HttpRequestMessage(new HttpMethod(method), path);
        if (json is not null)
            message.Content = JsonContent.Create(json);
        if (user is not null)
            message.Headers.Authorization = new("Token", user + "-token");
        using var response = await _client.SendAsync(message);
        var text = await response.Content.ReadAsStringAsync();
        return (
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType == "application/json" ? Recorded(text) : null
        );
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage message) => _client.SendAsync(message);

    private JsonNode Recorded(string text) =>
        JsonNode.Parse(text.Replace(Origin, Exchanges.Origin, StringComparison.Ordinal))!;

    [GeneratedRegex("<([^>]*)>; rel=\"next\"")]
    private static partial Regex Next();
}
