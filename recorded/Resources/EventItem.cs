using System.Text.Json;

namespace Hookwork.Recorded.Resources;

/// <summary>An event, with the fields that filters use and the changes it makes.</summary>
internal sealed class EventItem
{
    public EventItem(byte[] json)
    {
        Json = json;
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        Id = Number(root, "id") ?? 0;
        Category = Text(root, "category") ?? "";
        Project = Inner(root, "project") ?? 0;
        Actor = Inner(root, "actor");
        DateText = Text(root, "date") ?? "";
        Date = Dates.Parse(DateText)?.Ticks ?? 0;
        if (!root.TryGetProperty("payload", out var payload) || payload.ValueKind != JsonValueKind.Object)
            return;

        Patch = Inner(payload, "patch");
        Series = Inner(payload, "series");
        Cover = Inner(payload, "cover");
        Comment = Inner(payload, "comment");
        Check = Inner(payload, "check");
        PreviousState = Text(payload, "previous_state");
        CurrentState = Text(payload, "current_state");
        PreviousDelegate = Inner(payload, "previous_delegate") ?? 0;
        CurrentDelegate = Inner(payload, "current_delegate") ?? 0;
    }

    /// <summary>The event as API 1.3 shows it, UTF-8.</summary>
    public byte[] Json { get; }

    public long Id { get; }

    public string Category { get; }

    public long Project { get; }

    public long? Actor { get; }

    public string DateText { get; }

    public long Date { get; }

    public long? Patch { get; }

    public long? Series { get; }

    public long? Cover { get; }

    public long? Comment { get; }

    public long? Check { get; }

    public string? PreviousState { get; }

    public string? CurrentState { get; }

    /// <summary>The user id; 0 for none.</summary>
    public long PreviousDelegate { get; }

    /// <summary>The user id; 0 for none.</summary>
    public long CurrentDelegate { get; }

    private static long? Inner(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object
            ? Number(value, "id")
            : null;

    private static long? Number(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt64(out var number)
            ? number
            : null;

    private static string? Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
