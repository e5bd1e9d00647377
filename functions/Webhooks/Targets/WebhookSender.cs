using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text;
using Hookwork.Input;
using Hookwork.Telemetry;
using Hookwork.Webhooks.Delivery;
using Hookwork.Webhooks.Formats;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Webhooks.Targets;

/// <summary>Sends a message to a target once, in the format of its subscription, and returns the attempt.</summary>
public sealed class WebhookSender(
    IHttpClientFactory clients,
    SubscriptionRegistry subscriptions,
    WebhookSettings settings,
    TimeProvider time
)
{
    /// <summary>The name of the HTTP client.</summary>
    public const string ClientName = "webhooks";

    /// <summary>How much of a response body is kept, in bytes.</summary>
    private const int Excerpt = 1024;

    /// <summary>The length from which a word of a header, or a part of a token, counts as a secret.</summary>
    private const int ShortestSecret = 8;

    /// <summary>What to do for a subscription whose secrets cannot be decrypted.</summary>
    internal const string Undecipherable =
        "The secret, token or headers cannot be decrypted with the keys in the container 'keys': rotate the secret, and give the token and the headers again.";

    /// <summary>Sends. Every failure of the target is returned as an attempt.</summary>
    public async Task<Attempt> SendAsync(
        Subscription subscription,
        string messageId,
        byte[] body,
        CancellationToken cancellationToken
    )
    {
        var (at, started) = (time.GetUtcNow(), time.GetTimestamp());
        // The target may have been removed from the allowed hosts since the subscription was created.
        if (TargetAddress.Fault(subscription.Settings.Url!, settings) is { } fault)
            return Failed(fault);

        var format = WebhookFormats.Of(subscription.Settings.Format);
        string? token;
        IReadOnlyDictionary<string, string> headers;
        IReadOnlyList<string> keys;
        try
        {
            token = await subscriptions.TokenAsync(subscription, cancellationToken);
            headers = await subscriptions.HeadersAsync(subscription, cancellationToken);
            keys = await subscriptions.SecretsAsync(subscription, cancellationToken);
        }
        catch (CryptographicException)
        {
            return Failed(Undecipherable);
        }
        using var request = Request(
            headers,
            format,
            new OutgoingMessage(
                new Uri(subscription.Settings.Url!),
                DeliveryStore.WebhookId(subscription.Id, messageId),
                at,
                body,
                token,
                keys
            )
        );
        // A token may end in a part of the address that is no secret, such as "/slack".
        var words = headers.Values.SelectMany(value => value.Split(' ')).Concat(token?.Split('/') ?? []);
        List<string> secrets = [.. words.Where(word => word.Length >= ShortestSecret)];
        if (token is not null)
            secrets.Add(token);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(settings.Timeout);
        try
        {
            using var response = await clients
                .CreateClient(ClientName)
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            var excerpt = await ExcerptAsync(response.Content, secrets, limit.Token);
            cancellationToken.ThrowIfCancellationRequested();
            var answer = new TargetAnswer((int)response.StatusCode, response.Headers, excerpt, time.GetUtcNow());
            return new Attempt(
                at,
                answer.Status,
                response.IsSuccessStatusCode ? null : format.Explain(answer) ?? Redirected(answer.Status),
                Elapsed(started),
                excerpt
            )
            {
                RetryAfter = response.IsSuccessStatusCode ? null : format.RetryAfter(answer),
            };
        }
        // The handler's timeout of a connection is as long, and may end first.
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed(
                $"The target did not answer within {settings.Timeout.TotalSeconds:0.#} seconds.",
                Elapsed(started)
            );
        }
        // HttpClient lets a SocketException pass if the other side closes a connection as it begins.
        catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException)
        {
            return Failed(Printable.Escape(Reason(exception)), Elapsed(started));
        }

        Attempt Failed(string reason, int milliseconds = 0) => new(at, null, reason, milliseconds, null);
    }

    private static HttpRequestMessage Request(
        IReadOnlyDictionary<string, string> headers,
        IWebhookFormat format,
        OutgoingMessage message
    )
    {
        var request = format.Request(message);
        foreach (var (name, value) in headers)
        {
            // What the operator says takes precedence over what the format says.
            if (request.Headers.NonValidated.Contains(name))
                request.Headers.Remove(name);
            // .NET keeps some with the body, such as Content-Language.
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content!.Headers.TryAddWithoutValidation(name, value);
        }
        request.Headers.TryAddWithoutValidation("User-Agent", "Hookwork/1.0");
        if (HookworkTraces.Traceparent is { } traceparent && !request.Headers.Contains(HookworkTraces.Header))
            request.Headers.TryAddWithoutValidation(HookworkTraces.Header, traceparent);
        return request;
    }

    private static string? Redirected(int status) =>
        status is >= 300 and < 400 ? $"The target answered {status}, and redirects are not followed." : null;

    /// <summary>
    /// The beginning of a response body. A body that hangs, breaks off or never ends does not change the attempt's
    /// status. A body that repeats a secret is not kept.
    /// </summary>
    private static async Task<string?> ExcerptAsync(
        HttpContent content,
        List<string> secrets,
        CancellationToken cancellationToken
    )
    {
        // More is read, so that a secret at the end of what is kept is seen whole.
        var buffer = new byte[Excerpt + 3 * secrets.Select(secret => secret.Length).DefaultIfEmpty().Max()];
        var length = 0;
        try
        {
            await using var stream = await content.ReadAsStreamAsync(cancellationToken);
            // Reading a short response to its end keeps the connection for the next delivery.
            while (
                length < buffer.Length
                && await stream.ReadAsync(buffer.AsMemory(length), cancellationToken) is > 0 and var read
            )
                length += read;
        }
        catch (Exception exception)
            when (exception is IOException or HttpRequestException or OperationCanceledException)
        {
            // The part that was read is kept.
        }
        if (length == 0)
            return null;
        var text = Encoding.UTF8.GetString(buffer, 0, length);
        return secrets.Exists(secret =>
                text.Contains(secret, StringComparison.Ordinal)
                || text.Contains(Uri.EscapeDataString(secret), StringComparison.Ordinal)
            )
                ? "The answer repeats the token or a header, so it is not kept."
            : text.Length > Excerpt ? text[..Excerpt]
            : text;
    }

    private int Elapsed(long started) => (int)time.GetElapsedTime(started).TotalMilliseconds;

    private static string Reason(Exception exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is TargetRefusedException)
                return inner.Message;
            if (inner is AuthenticationException)
                return $"TLS failed: {inner.Message}";
        }
        return $"The target cannot be reached: {exception.Message}";
    }
}
