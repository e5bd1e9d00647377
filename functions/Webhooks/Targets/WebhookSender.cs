using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text;
using Hookwork.Input;
using Hookwork.Telemetry;
using Hookwork.Webhooks.Delivery;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Webhooks.Targets;

/// <summary>Sends a signed message to a target once, and returns the attempt.</summary>
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
            return new Attempt(at, null, fault, 0, null);

        using var request = await RequestAsync(subscription, messageId, at, body, cancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(settings.Timeout);
        try
        {
            using var response = await clients
                .CreateClient(ClientName)
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            var status = (int)response.StatusCode;
            var excerpt = await ExcerptAsync(response.Content, limit.Token);
            cancellationToken.ThrowIfCancellationRequested();
            return new Attempt(
                at,
                status,
                status is >= 300 and < 400 ? $"The target answered {status}, and redirects are not followed." : null,
                Elapsed(started),
                excerpt
            )
            {
                RetryAfter = RetryAfter(response.Headers.RetryAfter),
            };
        }
        catch (OperationCanceledException)
            when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new Attempt(
                at,
                null,
                $"The target did not answer within {settings.Timeout.TotalSeconds:0.#} seconds.",
                Elapsed(started),
                null
            );
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return new Attempt(at, null, Printable.Escape(Reason(exception)), Elapsed(started), null);
        }
    }

    private async Task<HttpRequestMessage> RequestAsync(
        Subscription subscription,
        string messageId,
        DateTimeOffset at,
        byte[] body,
        CancellationToken cancellationToken
    )
    {
        var id = DeliveryStore.WebhookId(subscription.Id, messageId);
        var timestamp = at.ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, subscription.Settings.Url)
        {
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(
            subscription.Settings.Format == SubscriptionSettings.CloudEvents
                ? "application/cloudevents+json"
                : "application/json",
            "utf-8"
        );
        foreach (var (name, value) in await subscriptions.HeadersAsync(subscription, cancellationToken))
            request.Headers.TryAddWithoutValidation(name, value);
        request.Headers.TryAddWithoutValidation("User-Agent", "Hookwork/1.0");
        request.Headers.TryAddWithoutValidation(WebhookSignature.IdHeader, id);
        request.Headers.TryAddWithoutValidation(WebhookSignature.TimestampHeader, $"{timestamp}");
        request.Headers.TryAddWithoutValidation(
            WebhookSignature.SignatureHeader,
            WebhookSignature.Sign(
                await subscriptions.SecretsAsync(subscription, cancellationToken),
                id,
                timestamp,
                body
            )
        );
        if (HookworkTraces.Traceparent is { } traceparent && !request.Headers.Contains(HookworkTraces.Header))
            request.Headers.TryAddWithoutValidation(HookworkTraces.Header, traceparent);
        return request;
    }

    /// <summary>
    /// The beginning of a response body. A body that hangs, breaks off or never ends does not change the attempt's
    /// status.
    /// </summary>
    private static async Task<string?> ExcerptAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var buffer = new byte[Excerpt];
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
        return length == 0 ? null : Encoding.UTF8.GetString(buffer, 0, length);
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header) =>
        header switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } when date > time.GetUtcNow() => date - time.GetUtcNow(),
            _ => null,
        };

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
