using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hookwork.Archive.Resources;
using Hookwork.Input;

namespace Hookwork.Webhooks.Subscriptions;

/// <summary>
/// The operations on subscriptions. Methods that take an id return null if there is no such subscription.
/// </summary>
public sealed class SubscriptionRegistry(
    SubscriptionStore store,
    SecretBox box,
    WebhookSettings settings,
    ProjectNames projects,
    TimeProvider time
)
{
    /// <summary>The most subscriptions of a deployment: each event is checked against all of them.</summary>
    private const int Most = 1000;

    /// <summary>After a rotation, deliveries are signed with the old secret, too, for this long.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    /// <summary>The most old secrets.</summary>
    private const int MostOld = 4;

    /// <summary>Creates a subscription.</summary>
    /// <returns>The subscription, and its secret, which is shown only once.</returns>
    /// <exception cref="InputException">The input is not valid.</exception>
    public async Task<(Subscription Subscription, string Secret)> CreateAsync(
        JsonObject input,
        CancellationToken cancellationToken
    )
    {
        var read = await ReadAsync(null, input, cancellationToken);
        if ((await store.AllAsync(cancellationToken)).Count >= Most)
            throw new InputException($"There are already {Most} subscriptions, which is the limit: delete one first.");
        var secret = WebhookSecret.Generate();
        var now = time.GetUtcNow();
        var subscription = await WithCredentialsAsync(
            new Subscription
            {
                Id = Guid.CreateVersion7(now).ToString("N"),
                Settings = read.Settings,
                Projects = read.Projects,
                CreatedAt = now,
                Secret = await box.ProtectAsync(secret, cancellationToken),
            },
            read,
            cancellationToken
        );
        await store.AddAsync(subscription, cancellationToken);
        return (subscription, secret);
    }

    /// <summary>Changes the fields that the input names.</summary>
    /// <exception cref="InputException">The input is not valid.</exception>
    public async Task<Subscription?> ChangeAsync(string id, JsonObject input, CancellationToken cancellationToken)
    {
        while (await store.GetAsync(id, cancellationToken) is { } current)
        {
            var read = await ReadAsync(current, input, cancellationToken);
            if (read.Settings.Url is null != current.IsPolled)
                throw new InputException(
                    "A subscription's url cannot be added or removed: create another subscription."
                );
            var changed = await WithCredentialsAsync(
                current with
                {
                    Settings = read.Settings,
                    Projects = read.Projects,
                },
                read,
                cancellationToken
            );
            if (await store.TryWriteAsync(changed, cancellationToken))
                return changed;
        }
        return null;
    }

    /// <summary>Rotates a subscription's secret; the old one is valid for another day.</summary>
    public async Task<(Subscription Subscription, string Secret)?> RotateAsync(
        string id,
        CancellationToken cancellationToken
    )
    {
        var secret = WebhookSecret.Generate();
        var encrypted = await box.ProtectAsync(secret, cancellationToken);
        var now = time.GetUtcNow();
        return
            await store.ChangeAsync(
                id,
                // The write may have succeeded although its answer was lost. The old secret must not be rotated a
                // second time.
                current =>
                    current.Secret == encrypted
                        ? current
                        : current with
                        {
                            Secret = encrypted,
                            OldSecret = string.Join(' ', OldOf(current, now).Prepend(current.Secret).Take(MostOld)),
                            OldSecretUntil = now + Overlap,
                        },
                cancellationToken
            )
                is { } changed
            ? (changed, secret)
            : null;
    }

    public Task<Subscription?> PauseAsync(string id, CancellationToken cancellationToken) =>
        store.ChangeAsync(
            id,
            current =>
                current.Status == SubscriptionStatus.Active
                    ? current with
                    {
                        Status = SubscriptionStatus.Paused,
                    }
                    : current,
            cancellationToken
        );

    public Task<Subscription?> ActivateAsync(string id, CancellationToken cancellationToken) =>
        store.ChangeAsync(
            id,
            current => current with { Status = SubscriptionStatus.Active, Reason = null },
            cancellationToken
        );

    /// <summary>Disables a subscription, unless its target was changed since it was read.</summary>
    /// <returns>Whether it is disabled now and was not before.</returns>
    public async Task<bool> DisableAsync(Subscription read, string reason, CancellationToken cancellationToken)
    {
        var disabled = false;
        await store.ChangeAsync(
            read.Id,
            current =>
            {
                if (current.Status == SubscriptionStatus.Disabled)
                    return current;
                // Also if the answer to the write is lost, and its repetition finds the subscription disabled.
                disabled = current.HasTargetOf(read);
                return disabled ? current with { Status = SubscriptionStatus.Disabled, Reason = reason } : current;
            },
            cancellationToken
        );
        return disabled;
    }

    /// <summary>The secrets to sign with, the current one first.</summary>
    /// <exception cref="CryptographicException">The key that encrypted the current one is lost.</exception>
    public async Task<IReadOnlyList<string>> SecretsAsync(
        Subscription subscription,
        CancellationToken cancellationToken
    )
    {
        List<string> secrets = [await box.UnprotectAsync(subscription.Secret, cancellationToken)];
        foreach (var old in OldOf(subscription, time.GetUtcNow()))
        {
            try
            {
                secrets.Add(await box.UnprotectAsync(old, cancellationToken));
            }
            // It was rotated because its key is lost.
            catch (CryptographicException) { }
        }
        return secrets;
    }

    /// <summary>The old secrets that messages are still signed with, encrypted.</summary>
    private static IEnumerable<string> OldOf(Subscription subscription, DateTimeOffset now) =>
        subscription.OldSecretUntil > now ? subscription.OldSecret?.Split(' ') ?? [] : [];

    /// <summary>The additional headers to send.</summary>
    public async Task<IReadOnlyDictionary<string, string>> HeadersAsync(
        Subscription subscription,
        CancellationToken cancellationToken
    ) =>
        subscription.Headers is { } encrypted
            ? JsonSerializer.Deserialize(
                await box.UnprotectAsync(encrypted, cancellationToken),
                WebhookJson.Default.DictionaryStringString
            )!
            : new Dictionary<string, string>();

    /// <summary>The token that its format sends; null for none.</summary>
    public async Task<string?> TokenAsync(Subscription subscription, CancellationToken cancellationToken) =>
        subscription.Token is { } encrypted ? await box.UnprotectAsync(encrypted, cancellationToken) : null;

    private async Task<SubscriptionInput> ReadAsync(
        Subscription? current,
        JsonObject input,
        CancellationToken cancellationToken
    )
    {
        IReadOnlyDictionary<string, string> sent = new Dictionary<string, string>();
        try
        {
            if (current is not null && input["headers"] is JsonObject)
                sent = await HeadersAsync(current, cancellationToken);
        }
        // Their key is lost, so the input's are all there are.
        catch (CryptographicException) { }
        return await SubscriptionInput.ReadAsync(current, sent, input, settings, projects, time, cancellationToken);
    }

    private async Task<Subscription> WithCredentialsAsync(
        Subscription subscription,
        SubscriptionInput read,
        CancellationToken cancellationToken
    )
    {
        if (read.Headers is { } headers)
        {
            var json = JsonSerializer.Serialize(
                new Dictionary<string, string>(headers),
                WebhookJson.Default.DictionaryStringString
            );
            subscription = subscription with
            {
                Headers = headers.Count == 0 ? null : await ProtectAsync(json, subscription.Headers, cancellationToken),
                HeaderNames = [.. headers.Keys],
            };
        }
        return read.Token is { } token
            ? subscription with
            {
                Token = token.Length == 0 ? null : await ProtectAsync(token, subscription.Token, cancellationToken),
            }
            : subscription;
    }

    /// <summary>
    /// Encrypts a text. What is stored stays if it is the same text, since another would mean another target
    /// (<see cref="Subscription.HasTargetOf"/>).
    /// </summary>
    private async Task<string> ProtectAsync(string text, string? stored, CancellationToken cancellationToken)
    {
        try
        {
            if (stored is not null && await box.UnprotectAsync(stored, cancellationToken) == text)
                return stored;
        }
        // Its key is lost.
        catch (CryptographicException) { }
        return await box.ProtectAsync(text, cancellationToken);
    }
}
