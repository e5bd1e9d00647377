using System.Text.Json;
using Azure.Data.Tables;

namespace Hookwork.Webhooks.Delivery;

/// <summary>A delivery as the API shows it.</summary>
public sealed record DeliveryView
{
    /// <summary>The key for replays and paging.</summary>
    public required string Key { get; init; }

    /// <summary>The <c>webhook-id</c> that it is sent with.</summary>
    public required string Id { get; init; }
    public required string Type { get; init; }

    /// <summary>One of <see cref="DeliveryState"/>.</summary>
    public required string State { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it is sent next; null if it is finished.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>How many attempts were made.</summary>
    public int Attempts { get; init; }

    /// <summary>The last attempts, oldest first.</summary>
    public IReadOnlyList<Attempt> LastAttempts { get; init; } = [];

    /// <summary>How many attempts are kept.</summary>
    public const int Kept = 10;

    /// <summary>The column of an attempt.</summary>
    public static string Column(int attempt) => $"Attempt{attempt % Kept}";

    public static DeliveryView Read(TableEntity entity)
    {
        var attempts = entity.GetInt32("Attempts") ?? 0;
        return new()
        {
            Key = entity.RowKey,
            Id = DeliveryStore.WebhookId(entity.PartitionKey, entity.GetString("MessageId")!),
            Type = entity.GetString("Type")!,
            State = entity.GetString("State")!,
            CreatedAt = entity.GetDateTimeOffset("CreatedAt") ?? default,
            Due = entity.GetString("State") == DeliveryState.Pending ? entity.GetDateTimeOffset("Due") : null,
            Attempts = attempts,
            LastAttempts =
            [
                .. Enumerable
                    .Range(Math.Max(1, attempts - Kept + 1), Math.Min(attempts, Kept))
                    .Select(attempt => entity.GetString(Column(attempt)))
                    .OfType<string>()
                    .Select(attempt => JsonSerializer.Deserialize(attempt, WebhookJson.Default.Attempt)!),
            ],
        };
    }
}
