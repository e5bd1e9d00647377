namespace Hookwork.Tests;

/// <summary>Requests with a header.</summary>
internal static class Requests
{
    /// <summary>Gets an address, with a header as it is written.</summary>
    public static async Task<HttpResponseMessage> GetAsync(
        this HttpClient client,
        string path,
        string header,
        string? value
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation(header, value);
        return await client.SendAsync(request);
    }
}
