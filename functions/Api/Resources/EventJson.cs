using System.Buffers;
using System.Text.Json;
using Hookwork.Catalog.Files;
using Hookwork.Patchwork;

namespace Hookwork.Api.Resources;

/// <summary>Rebuilds the JSON of an event from the catalog, with ids for embedded resources.</summary>
internal static class EventJson
{
    /// <summary>One event, by its id.</summary>
    public const string Sql = """
        SELECT id, category, (SELECT id FROM project LIMIT 1), date, actor, patch, cover, series, comment, patch_check, detail
        FROM event WHERE id = ?1
        """;

    private const int Payload = 5;
    private static readonly string[] PayloadNames = ["patch", "cover", "series", "comment", "check"];

    /// <summary>Writes the event in a statement's row.</summary>
    public static byte[] Of(SqlStatement row)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, PlainJson.Options with { SkipValidation = true }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("id"u8, row.Integer(0));
            writer.WriteString("category"u8, StoredCategory.Name(row, 1));
            WriteId(writer, "project", row, 2);
            writer.WriteString("date"u8, EventDate.Text(row, 3));
            WriteId(writer, "actor", row, 4);
            writer.WriteStartObject("payload"u8);
            for (var at = 0; at < PayloadNames.Length; at++)
            {
                if (!row.IsNull(Payload + at))
                    WriteId(writer, PayloadNames[at], row, Payload + at);
            }
            if (row.TextOrNull(Payload + PayloadNames.Length) is { } detail)
            {
                using var rest = JsonDocument.Parse(detail);
                foreach (var property in rest.RootElement.EnumerateObject())
                    property.WriteTo(writer);
            }
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteId(Utf8JsonWriter writer, string name, SqlStatement row, int column)
    {
        if (row.IsNull(column))
            writer.WriteNull(name);
        else
            writer.WriteNumber(name, row.Integer(column));
    }
}
