using Hookwork.Webhooks.Payloads;
using Hookwork.Webhooks.Targets;

namespace Hookwork.Webhooks.Formats;

/// <summary>Standard Webhooks 1.0: type, timestamp and data, signed.</summary>
/// <seealso href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md"/>
public sealed class StandardFormat : IWebhookFormat
{
    public string Name => WebhookFormats.Default;

    public byte[] Write(Composition composition, string? matched) =>
        JsonBody.Write(composition.Envelope(Composition.MostBytes, matched));

    public HttpRequestMessage Request(OutgoingMessage message) => Signed(message, "application/json");

    /// <summary>A POST with the headers of Standard Webhooks.</summary>
    internal static HttpRequestMessage Signed(OutgoingMessage message, string type)
    {
        var timestamp = message.At.ToUnixTimeSeconds();
        var signature = WebhookSignature.Sign(message.Secrets, message.Id, timestamp, message.Body);
        return new HttpRequestMessage(HttpMethod.Post, message.Url)
        {
            Content = JsonBody.Content(message.Body, type),
            Headers =
            {
                { WebhookSignature.IdHeader, message.Id },
                { WebhookSignature.TimestampHeader, $"{timestamp}" },
                { WebhookSignature.SignatureHeader, signature },
            },
        };
    }
}
