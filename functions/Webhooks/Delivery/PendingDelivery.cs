using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Payloads;

namespace Hookwork.Webhooks.Delivery;

/// <summary>
/// A delivery to make. While it is pending, it has a row beside the delivery's own, ordered by due time.
/// </summary>
/// <param name="Due">When it is due.</param>
/// <param name="Matched">Whether the subscription's query matched before or after the change; null without a
/// query.</param>
public sealed record PendingDelivery(Announcement Announcement, PayloadKey Payload, DateTimeOffset Due, string? Matched)
{
    /// <summary>The key of the delivery's own row.</summary>
    public string Key { get; init; } = Announcement.RowKey;

    /// <summary>Whether the body is composed only when it is sent, since a part of it may still arrive.</summary>
    public bool IsSettling { get; init; }

    /// <summary>The attempts made so far.</summary>
    public int Attempts { get; init; }

    /// <summary>When the claim of the sending process expires; null for no claim.</summary>
    public DateTimeOffset? ClaimedUntil { get; init; }
    public ETag ETag { get; init; }

    public string RowKey => RowKeyOf(Key, Due);

    /// <summary>When it may be sent.</summary>
    public DateTimeOffset From => ClaimedUntil > Due ? ClaimedUntil.Value : Due;

    /// <summary>The prefix of the row keys of pending deliveries.</summary>
    public const string Prefix = "due-";

    /// <summary>The row key of a delivery that is due at a time.</summary>
    public static string RowKeyOf(string key, DateTimeOffset due) => $"{Prefix}{due.UtcTicks:D19}-{key}";

    /// <summary>The transaction that records it: the delivery's own row, and the pending one.</summary>
    /// <param name="partition">The subscription.</param>
    /// <param name="createdAt">When it is recorded.</param>
    public IReadOnlyList<TableTransactionAction> Recording(string partition, DateTimeOffset createdAt) =>
        [
            new(TableTransactionActionType.Add, WriteOwn(partition, createdAt)),
            new(TableTransactionActionType.Add, Write(partition)),
        ];

    /// <summary>The delivery's own row.</summary>
    /// <param name="partition">The subscription.</param>
    /// <param name="createdAt">When it is recorded.</param>
    public TableEntity WriteOwn(string partition, DateTimeOffset createdAt) =>
        new(partition, Key)
        {
            ["MessageId"] = Announcement.MessageId,
            ["Type"] = Announcement.Type,
            ["State"] = DeliveryState.Pending,
            ["Attempts"] = 0,
            ["Due"] = Due,
            ["CreatedAt"] = createdAt,
            ["Announcement"] = JsonSerializer.Serialize(Announcement, WebhookJson.Default.Announcement),
            ["PayloadPartition"] = Payload.Partition,
            ["PayloadRow"] = Payload.Row,
            ["Matched"] = Matched,
        };

    /// <summary>The pending row.</summary>
    public TableEntity Write(string partition) =>
        new(partition, RowKey)
        {
            ["Announcement"] = JsonSerializer.Serialize(Announcement, WebhookJson.Default.Announcement),
            ["PayloadPartition"] = Payload.Partition,
            ["PayloadRow"] = Payload.Row,
            ["IsSettling"] = IsSettling,
            ["Attempts"] = Attempts,
            ["Matched"] = Matched,
            ["ClaimedUntil"] = ClaimedUntil,
        };

    /// <summary>Reads a pending row.</summary>
    public static PendingDelivery Read(TableEntity entity) =>
        new(
            JsonSerializer.Deserialize(entity.GetString("Announcement")!, WebhookJson.Default.Announcement)!,
            new PayloadKey(entity.GetString("PayloadPartition")!, entity.GetString("PayloadRow")!),
            new DateTimeOffset(long.Parse(entity.RowKey.AsSpan(Prefix.Length, 19)), TimeSpan.Zero),
            entity.GetString("Matched")
        )
        {
            Key = entity.RowKey[(Prefix.Length + 20)..],
            IsSettling = entity.GetBoolean("IsSettling") ?? false,
            Attempts = entity.GetInt32("Attempts") ?? 0,
            ClaimedUntil = entity.GetDateTimeOffset("ClaimedUntil"),
            ETag = entity.ETag,
        };
}
