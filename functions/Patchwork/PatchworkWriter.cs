using System.Net.Sockets;
using Hookwork.Input;

namespace Hookwork.Patchwork;

/// <summary>Forwards writes to the server: once, without redirects, with only the caller's credentials.</summary>
public sealed class PatchworkWriter(IHttpClientFactory clients, PatchworkSettings settings)
{
    /// <summary>The name of the HTTP client, which follows no redirect.</summary>
    public const string ClientName = "patchwork-writes";

    /// <summary>
    /// How many times longer than a read a write is waited for. Some clients send a write again after a 502, though the
    /// server is still making it. A proxy in front of the server usually gives up after a minute.
    /// </summary>
    private const int Patience = 2;

    private static readonly string[] Passed =
    [
        "Content-Type",
        "Location",
        "Allow",
        "WWW-Authenticate",
        "Vary",
        "Retry-After",
    ];

    /// <summary>Sends a request, once.</summary>
    /// <exception cref="UpstreamUnavailableException">The server did not answer: the write may have been
    /// made.</exception>
    /// <exception cref="UpstreamErrorException">The server is at another address.</exception>
    public async Task<WriteAnswer> SendAsync(WriteRequest write, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var longest = settings.Timeout * Patience;
        limit.CancelAfter(longest);
        using var request = new HttpRequestMessage(write.Method, new Uri(settings.Url, write.Path))
        {
            Content = new ByteArrayContent(write.Body),
        };
        Add("Authorization", write.Authorization);
        Add("Accept", write.Accept);
        Add("User-Agent", settings.UserAgent);
        if (write.ContentType is { } type)
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        try
        {
            using var response = await clients.CreateClient(ClientName).SendAsync(request, limit.Token);
            // If it were returned to the caller, it would lead to this host again.
            if (
                (int)response.StatusCode is >= 300 and < 400
                && UriText.TryReadWeb(response.Headers.Location?.OriginalString, out var target)
                && settings.Moved(target) is { } moved
            )
                throw new UpstreamErrorException(moved, transient: false);
            var headers = response
                .Headers.Concat(response.Content.Headers)
                .Where(header => Passed.Contains(header.Key, StringComparer.OrdinalIgnoreCase))
                .Select(header => KeyValuePair.Create(header.Key, string.Join(", ", header.Value)));
            return new WriteAnswer(
                (int)response.StatusCode,
                [.. headers],
                await response.Content.ReadAsByteArrayAsync(limit.Token)
            );
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UpstreamUnavailableException(
                $"Patchwork did not answer within {longest.TotalSeconds:0} seconds.",
                transient: false,
                inner: exception
            );
        }
        // HttpClient lets a SocketException pass if the other side closes a connection as it begins.
        catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException)
        {
            throw UpstreamUnavailableException.NoConnection(exception, transient: false);
        }

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                request.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
