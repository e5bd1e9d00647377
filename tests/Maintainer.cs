using System.Net.Http.Json;

namespace Hookwork.Tests;

/// <summary>A user of the recorded server, who may change its projects.</summary>
internal static class Maintainer
{
    /// <summary>Sends a change, which the server accepts.</summary>
    public static async Task SendAsync<T>(Uri server, HttpMethod method, string path, T change, string user = "amara")
    {
        using var client = new HttpClient { BaseAddress = server };
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(change) };
        request.Headers.Authorization = new("Token", $"{user}-token");
        using var answer = await client.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
