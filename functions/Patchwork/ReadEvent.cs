using System.Text.Json;

namespace Hookwork.Patchwork;

/// <summary>An event of a list, with what is wrong with it, if anything is.</summary>
/// <param name="Json">The server's JSON, its own addresses made relative.</param>
/// <param name="Event">What could be read; without an id there is nothing to record.</param>
/// <param name="Fault">Why it is no event that Hookwork understands, or null.</param>
public sealed record ReadEvent(ReadOnlyMemory<byte> Json, Event Event, string? Fault)
{
    /// <summary>Reads one item; never throws, so that one bad event does not hold up the page.</summary>
    public static ReadEvent Of(JsonElement item, Uri server)
    {
        try
        {
            var json = ServerAddress.MakeRelative(item, server);
            return new ReadEvent(json, JsonSerializer.Deserialize(json.Span, PatchworkJson.Default.Event)!, null);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return new ReadEvent("{}"u8.ToArray(), Salvage(item), $"The event is not what Patchwork's API documents: {Printable.Escape(exception.Message)}");
        }
    }

    /// <summary>Reads the fields without which an event cannot be recorded.</summary>
    private static Event Salvage(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object)
            return new Event();
        return new Event
        {
            Id = item.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.Number && id.TryGetInt64(out var number) ? number : 0,
            Date = item.TryGetProperty("date", out var date) && date.ValueKind == JsonValueKind.String ? date.GetString() : null,
            Project = item.TryGetProperty("project", out var project) && project.ValueKind == JsonValueKind.Object
                && project.TryGetProperty("id", out var projectId) && projectId.ValueKind == JsonValueKind.Number && projectId.TryGetInt64(out var projectNumber)
                ? new Project { Id = projectNumber }
                : null,
        };
    }
}
