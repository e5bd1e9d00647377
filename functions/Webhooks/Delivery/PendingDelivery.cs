using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Payloads;

namespace Hookwork.Webhooks.Delivery;

/// <summary>A pending delivery: a row beside the delivery's own, ordered by due time.</summary>
public sealed record PendingDelivery
{
    public required string RowKey { get; init; }

    /// <summary>The key of the delivery's own row.</summary>
    public required string Key { get; init; }
    public required Announcement Announcement { get; init; }
    public required PayloadKey Payload { get; init; }
    public string? Matched { get; init; }
    public bool IsSettling { get; init; }

    /// <summary>The attempts made so far.</summary>
    public int Attempts { get; init; }
    public required DateTimeOffset Due { get; init; }

    /// <summary>When the claim of the sending process expires.</summary>
    public DateTimeOffset? ClaimedUntil { get; init; }
    public ETag ETag { get; init; }

    /// <summary>When it may be sent.</summary>
    public DateTimeOffset From => ClaimedUntil > Due ? ClaimedUntil.Value : Due;

    /// <summary>The prefix of the row keys of pending deliveries.</summary>
    public const string Prefix = "due-";

    /// <summary>The row key of a delivery that is due at a time.</summary>
    public static string RowKeyOf(string key, DateTimeOffset due) => $"{Prefix}{due.UtcTicks:D19}-{key}";

    /// <summary>The pending row of a new delivery.</summary>
    public static PendingDelivery Of(NewDelivery delivery)
    {
        var key = delivery.Announcement.RowKey;
        return new()
        {
            RowKey = RowKeyOf(key, delivery.Due),
            Key = key,
            Announcement = delivery.Announcement,
            Payload = delivery.Payload,
            Matched = delivery.Matched,
            IsSettling = delivery.IsSettling,
            Due = delivery.Due,
            ClaimedUntil = delivery.ClaimedUntil,
        };
    }

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

    public static PendingDelivery Read(TableEntity entity)
    {
        var digits = entity.RowKey.AsSpan(Prefix.Length, 19);
        return new()
        {
            RowKey = entity.RowKey,
            Key = entity.RowKey[(Prefix.Length + 20)..],
            Announcement = JsonSerializer.Deserialize(
                entity.GetString("Announcement")!,
                WebhookJson.Default.Announcement
            )!,
            Payload = new PayloadKey(entity.GetString("PayloadPartition")!, entity.GetString("PayloadRow")!),
            Matched = entity.GetString("Matched"),
            IsSettling = entity.GetBoolean("IsSettling") ?? false,
            Attempts = entity.GetInt32("Attempts") ?? 0,
            Due = new DateTimeOffset(long.Parse(digits), TimeSpan.Zero),
            ClaimedUntil = entity.GetDateTimeOffset("ClaimedUntil"),
            ETag = entity.ETag,
        };
    }
}
