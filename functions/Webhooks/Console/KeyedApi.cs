using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hookwork.Input;
using Microsoft.AspNetCore.Http;

namespace Hookwork.Webhooks.Console;

/// <summary>
/// The subscriptions API as any client calls it: over HTTP, with the operator's key, which the runtime checks each time.
/// So the console, which everyone can reach, can do nothing that its visitor's key does not allow.
/// </summary>
public sealed class KeyedApi(IHttpClientFactory clients, HookworkSettings settings)
{
    /// <summary>The name of the HTTP client.</summary>
    public const string ClientName = "keyed-api";

    /// <summary>Sends a request below <c>/webhooks/subscriptions</c>.</summary>
    /// <param name="key">The operator's key; empty for none.</param>
    /// <exception cref="HttpRequestException">Hookwork does not answer at its own address.</exception>
    internal async Task<KeyedAnswer> SendAsync(
        HttpContext visit,
        string key,
        HttpMethod method,
        string path,
        JsonObject? body = null
    )
    {
        using var request = new HttpRequestMessage(method, new Uri(AddressOf(visit), $"webhooks/subscriptions{path}"));
        // Where no key is set, selfhost refuses names that are not this machine's, and what a proxy passes on.
        if (settings.PlatformHost is null)
        {
            request.Headers.TryAddWithoutValidation("Host", visit.Request.Host.Value);
            foreach (var header in (string[])["X-Forwarded-For", "Forwarded"])
                request.Headers.TryAddWithoutValidation(header, visit.Request.Headers[header].ToArray());
        }
        if (key.Length > 0)
            request.Headers.TryAddWithoutValidation("x-functions-key", key);
        if (body is not null)
            request.Content = JsonContent.Create(body, WebhookJson.Default.JsonObject);
        try
        {
            using var answer = await clients.CreateClient(ClientName).SendAsync(request, visit.RequestAborted);
            var content = await answer.Content.ReadAsByteArrayAsync(visit.RequestAborted);
            return new KeyedAnswer((int)answer.StatusCode, content.Length == 0 ? null : Read(content));
        }
        catch (OperationCanceledException exception) when (!visit.RequestAborted.IsCancellationRequested)
        {
            throw new HttpRequestException("It took too long.", exception);
        }
    }

    /// <summary>
    /// This app's own address: on Azure the host name that the platform gave it, elsewhere the local address of the
    /// visitor's connection. Never the Host header, since a visitor chooses it: the key would be sent there, and its
    /// answer believed.
    /// </summary>
    private Uri AddressOf(HttpContext visit)
    {
        if (settings.PlatformHost is { } host)
            return new Uri($"{(IsLocal(host) ? Uri.UriSchemeHttp : Uri.UriSchemeHttps)}://{host}/");
        var connection = visit.Connection;
        return new UriBuilder(Uri.UriSchemeHttp, $"{connection.LocalIpAddress}", connection.LocalPort).Uri;
    }

    /// <summary>Whether the Core Tools run the app, without TLS.</summary>
    private static bool IsLocal(string host) =>
        Uri.TryCreate($"http://{host}/", UriKind.Absolute, out var address) && address.IsLoopback;

    private static JsonNode? Read(byte[] content)
    {
        try
        {
            return JsonNode.Parse(content);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
