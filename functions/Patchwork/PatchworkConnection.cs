using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using Hookwork.Input;
using Polly.CircuitBreaker;

namespace Hookwork.Patchwork;

/// <summary>
/// Sends requests to the server through one resilience pipeline, and rejects answers of proxies and bot walls.
/// </summary>
public sealed class PatchworkConnection(
    IHttpClientFactory clients,
    PatchworkSettings settings,
    PatchworkPipeline pipeline
)
{
    /// <summary>The name of the HTTP client.</summary>
    public const string ClientName = "patchwork";

    /// <summary>The largest JSON body that is read, in bytes.</summary>
    internal const int LargestJson = 64 << 20;

    private static readonly StreamPipeReaderOptions MboxOptions = new(bufferSize: 32 << 10);

    /// <summary>Requests a JSON document; null when the server says 404.</summary>
    /// <param name="path">Relative to the server's root.</param>
    /// <param name="authorization">A caller's header in place of the own token; a refusal is then an answer.</param>
    public Task<JsonDocument?> GetJsonAsync(
        string path,
        CancellationToken cancellationToken,
        string? authorization = null
    ) => SendAsync(path, settings.Timeout, ReadJsonAsync, cancellationToken, authorization);

    /// <summary>Requests a page of a list; null when the server says 404.</summary>
    /// <param name="path">Relative to the server's root.</param>
    public Task<JsonPage?> GetPageAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(
            path,
            settings.Timeout,
            async (response, token) => new JsonPage(await ReadJsonAsync(response, token), HasNext(response)),
            cancellationToken
        );

    /// <summary>Requests an mbox and streams its bytes; null when the server says 404.</summary>
    public Task<T?> GetMboxAsync<T>(
        string path,
        Func<PipeReader, CancellationToken, Task<T>> store,
        CancellationToken cancellationToken
    )
        where T : class =>
        SendAsync(
            path,
            settings.Timeout * 10,
            (response, token) => ReadMboxAsync(response, store, token),
            cancellationToken
        );

    private async Task<T?> SendAsync<T>(
        string path,
        TimeSpan timeout,
        Func<HttpResponseMessage, CancellationToken, Task<T>> read,
        CancellationToken cancellationToken,
        string? authorization = null
    )
        where T : class
    {
        try
        {
            return await pipeline.Reads.ExecuteAsync(
                async token => await SendOnceAsync(path, timeout, read, authorization, token),
                cancellationToken
            );
        }
        catch (BrokenCircuitException exception)
        {
            // While a probe tests the server, the circuit breaker gives no RetryAfter.
            throw new UpstreamUnavailableException(
                "Patchwork failed too often: requests are paused.",
                exception.RetryAfter ?? TimeSpan.FromSeconds(1),
                inner: exception
            );
        }
    }

    private async Task<T?> SendOnceAsync<T>(
        string path,
        TimeSpan timeout,
        Func<HttpResponseMessage, CancellationToken, Task<T>> read,
        string? authorization,
        CancellationToken cancellationToken
    )
        where T : class
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            // Relative also if the server named an mbox "/http://…".
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(settings.Url, "./" + path));
            request.Headers.TryAddWithoutValidation("User-Agent", settings.UserAgent);
            if (authorization is not null)
                request.Headers.TryAddWithoutValidation("Authorization", authorization);
            else if (settings.Token is { } token)
                request.Headers.Authorization = new AuthenticationHeaderValue("Token", token);
            using var response = await clients
                .CreateClient(ClientName)
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            // The addresses in its answers would not be the server's, and none of its mboxes would be fetched.
            if (response.RequestMessage?.RequestUri is { } address && !ServerAddress.IsOn(address, settings.Url))
                throw new UpstreamBlockedException(
                    $"Patchwork__Url is {settings.Url}, which redirects to {address.GetLeftPart(UriPartial.Authority)}/: if the server has moved there, give its root there."
                );
            if (response.StatusCode == HttpStatusCode.NotFound)
                return null;
            // The limit of one caller does not apply to the others.
            if (response.StatusCode == HttpStatusCode.TooManyRequests && authorization is null)
                pipeline.Throttled(response.Headers);
            if (
                authorization is null
                || response.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            )
                ThrowUnlessOk(response, path);
            return await read(response, limit.Token);
        }
        catch (OperationCanceledException exception)
            when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // An immediate retry would take as long, so the queue retries.
            throw new UpstreamUnavailableException(
                $"Patchwork did not answer within {timeout.TotalSeconds:0} seconds.",
                transient: false,
                inner: exception
            );
        }
        // HttpClient lets a SocketException pass if the other side closes a connection as it begins.
        catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException)
        {
            throw UpstreamUnavailableException.NoConnection(exception, transient: true);
        }
    }

    private void ThrowUnlessOk(HttpResponseMessage response, string path)
    {
        var status = (int)response.StatusCode;
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                return;
            case HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized:
                throw new UpstreamBlockedException(
                    $"Patchwork answered {status} to {Printable.Escape(path)}: "
                        + (
                            settings.Moved(response.RequestMessage?.RequestUri)
                            ?? "something blocks this host or the token is wrong."
                        )
                );
            case HttpStatusCode.TooManyRequests
            or HttpStatusCode.BadGateway
            or HttpStatusCode.ServiceUnavailable
            or HttpStatusCode.GatewayTimeout
            or HttpStatusCode.RequestTimeout:
                throw new UpstreamUnavailableException(
                    $"Patchwork answered {status}.",
                    pipeline.RetryAfter(response.Headers)
                );
            default:
                throw new UpstreamErrorException(
                    $"Patchwork answered {status} to {Printable.Escape(path)}.",
                    transient: status >= 500
                );
        }
    }

    private static bool HasNext(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Link", out var links)
        && links.Any(link => link.Contains("rel=\"next\"", StringComparison.Ordinal));

    private static async Task<JsonDocument> ReadJsonAsync(
        HttpResponseMessage response,
        CancellationToken cancellationToken
    )
    {
        var type = response.Content.Headers.ContentType?.MediaType;
        if (type != "application/json")
            throw new UpstreamBlockedException(
                $"Patchwork answered {Printable.Escape(type)} where JSON was expected: a bot wall or a proxy is in front of it."
            );
        try
        {
            await response.Content.LoadIntoBufferAsync(LargestJson, cancellationToken);
            return await JsonDocument.ParseAsync(
                await response.Content.ReadAsStreamAsync(cancellationToken),
                cancellationToken: cancellationToken
            );
        }
        catch (HttpRequestException exception)
            when (exception.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new UpstreamErrorException(
                $"Patchwork's answer is over {LargestJson >> 20} MiB.",
                transient: false,
                exception
            );
        }
        catch (JsonException exception)
        {
            throw new UpstreamErrorException(
                $"Patchwork's answer is damaged JSON: {exception.Message}",
                transient: true,
                exception
            );
        }
    }

    private static async Task<T> ReadMboxAsync<T>(
        HttpResponseMessage response,
        Func<PipeReader, CancellationToken, Task<T>> store,
        CancellationToken cancellationToken
    )
    {
        var type = response.Content.Headers.ContentType?.MediaType;
        if (type != "text/plain")
            throw new UpstreamBlockedException(
                $"Patchwork answered {Printable.Escape(type)} where an mbox was expected: a bot wall or a proxy is in front of it."
            );
        var mbox = PipeReader.Create(await response.Content.ReadAsStreamAsync(cancellationToken), MboxOptions);
        try
        {
            var start = (await mbox.ReadAtLeastAsync(5, cancellationToken)).Buffer;
            if (!new SequenceReader<byte>(start).IsNext("From "u8))
                throw new UpstreamBlockedException(
                    "Patchwork answered something that does not begin with 'From ' where an mbox was expected."
                );
            // Examined, not consumed.
            mbox.AdvanceTo(start.Start);
            return await store(mbox, cancellationToken);
        }
        finally
        {
            await mbox.CompleteAsync();
        }
    }
}
