using System.Buffers;
using System.Text;
using System.Text.Json;
using Hookwork.Catalog.Files;
using Hookwork.Patchwork;

namespace Hookwork.Api.Resources;

/// <summary>Rebuilds the JSON of an event from the catalog, with ids for embedded resources.</summary>
internal static class EventJson
{
    /// <summary>One event, by its id.</summary>
    public const string Sql = """
        SELECT json_array(id, category, (SELECT id FROM project LIMIT 1), date, actor, patch, cover, series, comment, patch_check, json(detail))
        FROM event WHERE id = ?1
        """;

    private static readonly string[] Names = ["id", "category", "project", "date", "actor"];
    private static readonly string[] PayloadNames = ["patch", "cover", "series", "comment", "check"];

    /// <summary>Reads one.</summary>
    public static string? Read(SqlStatement statement, long id)
    {
        if (statement.ReadText(id) is not { } columns)
            return null;
        using var document = JsonDocument.Parse(columns);
        var values = document.RootElement;
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, ServerAddress.JsonOptions))
        {
            writer.WriteStartObject();
            for (var at = 0; at < Names.Length; at++)
            {
                if (Names[at] == "date")
                    writer.WriteString(Names[at], EventDate.Text(values[at]));
                else
                    Write(writer, Names[at], values[at]);
            }
            writer.WriteStartObject("payload");
            for (var at = 0; at < PayloadNames.Length; at++)
            {
                if (values[Names.Length + at] is { ValueKind: not JsonValueKind.Null } value)
                    Write(writer, PayloadNames[at], value);
            }
            if (values[Names.Length + PayloadNames.Length] is { ValueKind: JsonValueKind.Object } rest)
            {
                foreach (var property in rest.EnumerateObject())
                    property.WriteTo(writer);
            }
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, string name, JsonElement value)
    {
        writer.WritePropertyName(name);
        value.WriteTo(writer);
    }
}
