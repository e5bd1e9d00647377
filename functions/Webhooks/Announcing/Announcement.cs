using System.Text.Json.Serialization;
using Hookwork.Archive.Resources;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Webhooks.Announcing;

/// <summary>Something that subscriptions are to hear of. Small, so that many fit into a queue message.</summary>
/// <param name="Type">One of <see cref="WebhookType"/>.</param>
/// <param name="Project">0 for what belongs to no project.</param>
/// <param name="Event">The event behind it; 0 where there is none.</param>
public sealed record Announcement(string Type, long Project, long Event)
{
    /// <summary>Tells apart what comes of the same event, or of none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Suffix { get; init; }

    /// <summary>What it tells of.</summary>
    public ResourceKind Kind { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Id { get; init; }

    /// <summary>The series, comment or check that the event names beside its resource.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Detail { get; init; }

    /// <summary>Whether a series is so new that its cover letter may still be on its way.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Settles { get; init; }

    /// <summary>What an operational message says, as JSON.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Data { get; init; }

    /// <summary>The only subscription that is to hear of it; null for all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Only { get; init; }

    /// <summary>Whether it is sent once more to whom it was sent before.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Again { get; init; }

    /// <summary>How often it waited for what is missing from the archive.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Waits { get; init; }

    /// <summary>The trace that its deliveries belong to; null where nobody traces.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Traceparent { get; init; }

    /// <summary>Names the message: the same for every format and subscription.</summary>
    [JsonIgnore]
    public string MessageId =>
        Event == 0 ? Suffix!
        : Suffix is null ? $"{Event}"
        : $"{Event}-{Suffix}";

    /// <summary>The row of its delivery: newest first. What no event is behind comes before all events.</summary>
    [JsonIgnore]
    public string RowKey => $"{(Event == 0 ? 0 : 9_999_999_999 - Event):D10}" + (Suffix is null ? "" : $"-{Suffix}");
}
