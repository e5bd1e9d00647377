using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Hookwork.Archive;
using Hookwork.Archive.Resources;

namespace Hookwork.Webhooks.Subscriptions;

/// <summary>Stores the subscriptions. They are few, share one partition, and are read together.</summary>
public sealed class SubscriptionStore(ArchiveStorage storage, TimeProvider time)
{
    private const string Partition = "subscription";
    private Listing? _latest;

    /// <summary>Every subscription, oldest first, as this process last read them.</summary>
    /// <param name="age">How long ago at most.</param>
    public async Task<IReadOnlyList<Subscription>> RecentAsync(TimeSpan age, CancellationToken cancellationToken) =>
        _latest is { } latest && time.GetUtcNow() - latest.At < age ? latest.All : await AllAsync(cancellationToken);

    /// <summary>Every subscription, oldest first, read from storage.</summary>
    public async Task<IReadOnlyList<Subscription>> AllAsync(CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition}");
        var subscriptions = await storage
            .Subscriptions.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken)
            .Select(entity => Read(entity))
            .ToListAsync(cancellationToken);
        _latest = new Listing(subscriptions, time.GetUtcNow());
        return subscriptions;
    }

    /// <summary>Reads one; null where there is none.</summary>
    public async Task<Subscription?> GetAsync(string id, CancellationToken cancellationToken)
    {
        var found = await storage.Subscriptions.FindAsync(Partition, id, cancellationToken);
        return found is not null ? Read(found) : null;
    }

    // The id is new. An insert would fail if the client library repeats it after an answer was lost.
    public Task AddAsync(Subscription subscription, CancellationToken cancellationToken) =>
        storage.Subscriptions.UpsertEntityAsync(Write(subscription), TableUpdateMode.Replace, cancellationToken);

    /// <summary>Writes a subscription by a conditional write.</summary>
    /// <returns>False if it was changed or deleted since it was read.</returns>
    public async Task<bool> TryWriteAsync(Subscription subscription, CancellationToken cancellationToken) =>
        await storage.Subscriptions.TryReplaceAsync(Write(subscription), subscription.ETag, cancellationToken)
            is not null;

    /// <summary>Changes a subscription, retrying on concurrent changes; null if there is none.</summary>
    public async Task<Subscription?> ChangeAsync(
        string id,
        Func<Subscription, Subscription> change,
        CancellationToken cancellationToken
    )
    {
        while (await GetAsync(id, cancellationToken) is { } current)
        {
            var changed = change(current);
            if (changed == current || await TryWriteAsync(changed, cancellationToken))
                return changed;
        }
        return null;
    }

    /// <summary>Deletes one; its deliveries are not sent any more.</summary>
    /// <returns>False where there is none.</returns>
    public async Task<bool> DeleteAsync(string id, CancellationToken cancellationToken) =>
        (await storage.Subscriptions.DeleteEntityAsync(Partition, id, ETag.All, cancellationToken)).Status != 404;

    private static TableEntity Write(Subscription subscription) =>
        new(Partition, subscription.Id)
        {
            ["Settings"] = JsonSerializer.Serialize(subscription.Settings, WebhookJson.Plain.SubscriptionSettings),
            ["Projects"] = ResourceRow.WriteIds(subscription.Projects),
            ["Status"] = subscription.Status,
            ["CreatedAt"] = subscription.CreatedAt,
            ["Secret"] = subscription.Secret,
            ["HeaderNames"] = string.Join(',', subscription.HeaderNames),
            ["Reason"] = subscription.Reason,
            ["OldSecret"] = subscription.OldSecret,
            ["OldSecretUntil"] = subscription.OldSecretUntil,
            ["Headers"] = subscription.Headers,
            ["Token"] = subscription.Token,
        };

    private static Subscription Read(TableEntity entity) =>
        new()
        {
            Id = entity.RowKey,
            Settings = JsonSerializer.Deserialize(
                entity.GetString("Settings")!,
                WebhookJson.Default.SubscriptionSettings
            )!,
            Projects = ResourceRow.ReadIds(entity.GetString("Projects")),
            Status = entity.GetString("Status")!,
            Reason = entity.GetString("Reason"),
            CreatedAt = entity.GetDateTimeOffset("CreatedAt") ?? default,
            Secret = entity.GetString("Secret")!,
            OldSecret = entity.GetString("OldSecret"),
            OldSecretUntil = entity.GetDateTimeOffset("OldSecretUntil"),
            Headers = entity.GetString("Headers"),
            HeaderNames = entity.GetString("HeaderNames") is { Length: > 0 } names ? names.Split(',') : [],
            Token = entity.GetString("Token"),
            ETag = entity.ETag,
        };

    private sealed record Listing(IReadOnlyList<Subscription> All, DateTimeOffset At);
}
