using System.Text.Json;
using Azure.Data.Tables;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Payloads;

namespace Hookwork.Webhooks.Delivery;

/// <summary>A delivery to record.</summary>
/// <param name="Due">When it is to be sent.</param>
/// <param name="Matched">Whether the subscription's query matched before or after the change; null without a
/// query.</param>
public sealed record NewDelivery(Announcement Announcement, PayloadKey Payload, DateTimeOffset Due, string? Matched)
{
    /// <summary>Until when it is in the hands of whoever records it; null to leave it to whoever comes.</summary>
    public DateTimeOffset? ClaimedUntil { get; init; }

    /// <summary>
    /// Whether the body is made only when it is sent, since something that belongs into it is still on its way.
    /// </summary>
    public bool IsSettling { get; init; }

    /// <summary>What records it, in one transaction: its own row, and the pending one.</summary>
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
    public TableEntity Write(string partition, DateTimeOffset createdAt)
    {
        var row = new TableEntity(partition, Announcement.RowKey)
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
        };
        if (Matched is not null)
            row["Matched"] = Matched;
        return row;
    }
}
