using System.Security.Cryptography;
using System.Text;
using Hookwork.Input;
using Hookwork.Webhooks.Delivery;
using Hookwork.Webhooks.Payloads;
using Hookwork.Webhooks.Subscriptions;
using Hookwork.Webhooks.Targets;
using Microsoft.Extensions.Hosting;

namespace Hookwork.Webhooks.Announcing;

/// <summary>Reads the messages of polled subscriptions, signed as they would be if they were sent.</summary>
public sealed class MessagePoll(
    MessageLog log,
    PayloadStore payloads,
    SubscriptionRegistry subscriptions,
    IHostApplicationLifetime lifetime,
    TimeProvider time
)
{
    private const int MostMessages = 100;
    private const int MostBytes = 4 << 20;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    /// <summary>The messages after those that the reader has, which are acknowledged.</summary>
    /// <param name="after">The number of the last message that the reader has; null for the last one
    /// acknowledged.</param>
    /// <param name="wait">How long to wait for a message if there is none.</param>
    /// <exception cref="InputException">There is no message of this number yet, or the secrets cannot be
    /// decrypted.</exception>
    public async Task<MessagesView> ReadAsync(
        Subscription subscription,
        long? after,
        TimeSpan wait,
        CancellationToken cancellationToken
    )
    {
        var from = await AcknowledgeAsync(subscription.Id, after, cancellationToken);
        var started = time.GetTimestamp();
        var found = await log.ReadAsync(subscription.Id, from, MostMessages, cancellationToken);
        while (
            found.Count == 0
            && time.GetElapsedTime(started) < wait
            // A stop waits for open answers.
            && !lifetime.ApplicationStopping.IsCancellationRequested
        )
        {
            await Task.Delay(BetweenLooks, time, cancellationToken);
            found = await log.ReadAsync(subscription.Id, from, MostMessages, cancellationToken);
        }

        var keys = await KeysAsync(subscription, cancellationToken);
        List<MessagesView.Message> messages = [];
        var (next, bytes) = (from, 0);
        foreach (var (number, messageId, key) in found)
        {
            if (bytes > MostBytes)
                break;
            if (await payloads.GetAsync(key, cancellationToken) is not { } body)
                throw new InvalidOperationException($"The body of message {messageId} is gone.");
            messages.Add(Signed(DeliveryStore.WebhookId(subscription.Id, messageId), body, keys));
            (next, bytes) = (number, bytes + body.Length);
        }
        return new MessagesView(messages, next);
    }

    /// <summary>Records what the reader has.</summary>
    /// <returns>The number of the last message that the reader has.</returns>
    private async Task<long> AcknowledgeAsync(string subscription, long? after, CancellationToken cancellationToken)
    {
        var acknowledged = await log.AcknowledgedAsync(subscription, cancellationToken);
        if (after > acknowledged)
        {
            // It would acknowledge messages that nobody has seen.
            if (await log.NewestAsync(subscription, cancellationToken) is var newest && after > newest)
                throw new InputException(
                    $"after is {after}, and the newest message is {newest}: give the number of the last message read."
                );
            await log.AcknowledgeAsync(subscription, after.Value, cancellationToken);
        }
        return after ?? acknowledged;
    }

    private MessagesView.Message Signed(string webhookId, byte[] body, IReadOnlyList<string> keys)
    {
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds();
        return new MessagesView.Message(
            new Dictionary<string, string>
            {
                [WebhookSignature.IdHeader] = webhookId,
                [WebhookSignature.TimestampHeader] = $"{timestamp}",
                [WebhookSignature.SignatureHeader] = WebhookSignature.Sign(keys, webhookId, timestamp, body),
            },
            Encoding.UTF8.GetString(body)
        );
    }

    private async Task<IReadOnlyList<string>> KeysAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        try
        {
            return await subscriptions.SecretsAsync(subscription, cancellationToken);
        }
        catch (CryptographicException)
        {
            throw new InputException(WebhookSender.Undecipherable);
        }
    }
}
