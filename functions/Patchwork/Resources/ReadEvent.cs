using System.Text.Json;
using Hookwork.Input;

namespace Hookwork.Patchwork.Resources;

/// <summary>An event of a list, and its fault, if it has one.</summary>
/// <param name="Json">The server's JSON, its own addresses made relative.</param>
/// <param name="Event">The fields that could be read. An event without an id is not recorded.</param>
/// <param name="Fault">Why the event is not valid; null if it is.</param>
public sealed record ReadEvent(ReadOnlyMemory<byte> Json, Event Event, string? Fault)
{
    /// <summary>Reads one item; never throws, so that one invalid event does not stop the page.</summary>
    public static ReadEvent Of(JsonElement item, Uri server)
    {
        try
        {
            var json = ServerAddress.MakeRelative(item, server);
            return new ReadEvent(
                json,
                JsonSerializer.Deserialize(json.Span, PatchworkJson.Default.Event)
                    ?? throw new JsonException("It is null."),
                null
            );
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return new ReadEvent(
                "{}"u8.ToArray(),
                Salvage(item),
                $"The event is not what Patchwork's API documents: {Printable.Escape(exception.Message)}"
            );
        }
    }

    /// <summary>Reads the fields without which an event cannot be recorded.</summary>
    private static Event Salvage(JsonElement item) =>
        new()
        {
            Id = Number(item, "id") ?? 0,
            Date = Field(item, "date", value => value.ValueKind == JsonValueKind.String ? value.GetString() : null),
            Project = Field(
                item,
                "project",
                project => Number(project, "id") is { } id ? new Project { Id = id } : null
            ),
        };

    private static long? Number(JsonElement owner, string name) =>
        Field<object>(
            owner,
            name,
            value => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null
        ) as long?;

    private static T? Field<T>(JsonElement owner, string name, Func<JsonElement, T?> read)
        where T : class
    {
        try
        {
            return owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value)
                ? read(value)
                : null;
        }
        // Text with a lone surrogate, which may also be in a property name.
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
