using System.Text.Json;
using Azure.Data.Tables;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Payloads;

namespace Hookwork.Webhooks.Delivery;

/// <summary>A delivery to record.</summary>
/// <param name="Due">When it is due.</param>
/// <param name="Matched">Whether the subscription's query matched before or after the change; null without a
/// query.</param>
public sealed record NewDelivery(Announcement Announcement, PayloadKey Payload, DateTimeOffset Due, string? Matched)
{
    /// <summary>When the claim of the recording process expires; null for no claim.</summary>
    public DateTimeOffset? ClaimedUntil { get; init; }

    /// <summary>Whether the body is composed only when it is sent, since a part of it may still arrive.</summary>
    public bool IsSettling { get; init; }

    /// <summary>The transaction that records it: its own row, and the pending one.</summary>
    /// <param name="partition">The subscription.</param>
    /// <param name="createdAt">When it is recorded.</param>
    public IReadOnlyList<TableTransactionAction> Recording(string partition, DateTimeOffset createdAt) =>
        [
            new(TableTransactionActionType.Add, Write(partition, createdAt)),
            new(TableTransactionActionType.Add, PendingDelivery.Of(this).Write(partition)),
        ];

    /// <summary>The delivery's own row.</summary>
    /// <param name="partition">The subscription.</param>
    /// <param name="createdAt">When it is recorded.</param>
    public TableEntity Write(string partition, DateTimeOffset createdAt) =>
        new(partition, Announcement.RowKey)
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
}
