using System.Text.Json.Serialization;
using Hookwork.Archive;
using Hookwork.Archive.Resources;
using Hookwork.Input;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Webhooks.Announcing;

/// <summary>A message to send to subscriptions. Small, so that many fit into a queue message.</summary>
/// <param name="Type">One of <see cref="WebhookType"/>.</param>
/// <param name="Project">0 without a project.</param>
/// <param name="Event">The event behind it; 0 without one.</param>
public sealed record Announcement(string Type, long Project, long Event)
{
    /// <summary>
    /// Missing resources are waited for this often: 1, 2, 4 … 60 s. Then the message is sent without them.
    /// </summary>
    public const int MostWaits = 8;

    /// <summary>Distinguishes announcements of the same event, or without one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Suffix { get; init; }

    public ResourceKind Kind { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Id { get; init; }

    /// <summary>The series, comment or check that the event names besides its resource.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Detail { get; init; }

    /// <summary>The series that a series waited for, if its arrival is announced.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Arrived { get; init; }

    /// <summary>The project of the event, if that is another one's.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? EventProject { get; init; }

    /// <summary>Whether a series is so new that mails of it may still arrive.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Settles { get; init; }

    /// <summary>
    /// The data of an operational message, or what a message about a condition says beside the series; as JSON.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Data { get; init; }

    /// <summary>What the settings of the subscriptions say that receive it, in short; null for any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Option { get; init; }

    /// <summary>The only subscription that receives it; null for all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Only { get; init; }

    /// <summary>
    /// Subscriptions that do not receive it, since another message says the same to them; null for none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Except { get; init; }

    /// <summary>Whether subscriptions that received it before receive it again.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Again { get; init; }

    /// <summary>
    /// Whether its messages are recorded, and only the conditions of its series are still to be checked.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsTold { get; init; }

    /// <summary>How often it waited for resources that are not archived yet.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Waits { get; init; }

    /// <summary>How long it waits the next time.</summary>
    [JsonIgnore]
    public TimeSpan NextWait => Backoff.After(Waits, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

    /// <summary>Whether it waits for the last time.</summary>
    [JsonIgnore]
    public bool WaitsLast => Waits == MostWaits - 1;

    /// <summary>The trace of its deliveries; null without tracing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Traceparent { get; init; }

    /// <summary>
    /// The event, if this process has just recorded it and refreshed its resource; empty otherwise. No message has it.
    /// </summary>
    [JsonIgnore]
    public ReadOnlyMemory<byte> EventJson { get; init; }

    /// <summary>Whether a subscription receives it; its query aside.</summary>
    public bool IsFor(Subscription subscription) =>
        Type == WebhookType.Test
        || (
            Except?.Contains(subscription.Id) != true
            && subscription.Takes(Type, WebhookType.IsOperational(Type) ? null : Project, Option)
        );

    /// <summary>The message's id: the same for every format and subscription.</summary>
    [JsonIgnore]
    public string MessageId =>
        Event == 0 ? Suffix!
        : Suffix is null ? $"{Event}"
        : $"{Event}-{Suffix}";

    /// <summary>
    /// The row key of its delivery: newest event first, and messages without an event before all events.
    /// </summary>
    [JsonIgnore]
    public string RowKey => $"{(Event == 0 ? 0 : Keys.LastId - Event):D10}" + (Suffix is null ? "" : $"-{Suffix}");
}
