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

    /// <summary>Its id, date and project alone: a busy server has tens of thousands of events in some hours.</summary>
    public ReadEvent WithoutContent() =>
        new(
            default,
            new Event
            {
                Id = Event.Id,
                Date = Event.Date,
                Project = Event.Project is { Id: var id } ? new Project { Id = id } : null,
            },
            Fault
        );

    /// <summary>Reads the fields without which an event cannot be recorded.</summary>
    private static Event Salvage(JsonElement item) =>
        new()
        {
            Id = Try(() => item.Id()) ?? 0,
            Date = Try(() => item.Text("date")),
            Project = Try(() => item.Field("project")?.Id()) is { } id ? new Project { Id = id } : null,
        };

    /// <summary>A field; null if it, or the name of a property, has a lone surrogate.</summary>
    private static T? Try<T>(Func<T?> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            return default;
        }
    }
}
