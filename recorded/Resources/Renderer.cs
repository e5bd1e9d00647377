using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hookwork.Recorded.Resources;

/// <summary>Renders recorded JSON (API 1.3) for a view: fewer fields, URLs of the requested host.</summary>
internal static class Renderer
{
    /// <summary>The origin of the recording, with which every URL in it starts.</summary>
    public const string RecordedOrigin = "http://patchwork.example.org";

    private const string RecordedApi = RecordedOrigin + "/api/";

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The JSON text of a row, compact as Patchwork writes it.</summary>
    public static byte[] Render(Row row, in View view)
    {
        var buffer = new ArrayBufferWriter<byte>(row.Json.Length);
        using (var writer = new Utf8JsonWriter(buffer, Compact))
        {
            Write(writer, row, view);
        }

        return PlainJson.Of(buffer.WrittenSpan);
    }

    /// <summary>Makes JSON as a recording has it.</summary>
    public static byte[] Compose(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Compact))
            write(writer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes a row, with changed values in place of the recorded ones.</summary>
    public static void Write(Utf8JsonWriter writer, Row row, in View view)
    {
        using var recorded = JsonDocument.Parse(row.Json);
        WriteObject(writer, row.Kind, recorded.RootElement, view, row);
    }

    /// <summary>Writes a recorded object of a known kind.</summary>
    public static void Write(Utf8JsonWriter writer, Kind kind, JsonElement recorded, in View view)
    {
        switch (recorded.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(writer, kind, recorded, view, null);
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in recorded.EnumerateArray())
                    Write(writer, kind, item, view);
                writer.WriteEndArray();
                break;
            default:
                recorded.WriteTo(writer);
                break;
        }
    }

    private static void WriteObject(Utf8JsonWriter writer, Kind kind, JsonElement recorded, in View view, Row? row)
    {
        var inner = view with { Shape = Shape.Embedded };
        writer.WriteStartObject();
        foreach (var property in recorded.EnumerateObject())
        {
            var name = property.Name;
            if (!Fields.Shows(kind, name, view.Version.Minor, view.Shape))
                continue;

            writer.WritePropertyName(name);
            var value = row?.ValueOf(property) ?? property.Value;
            if (row is not null && row.Replace(writer, name, value, inner))
                continue;

            Write(writer, name, value, view, inner);
        }

        foreach (var (name, value) in row?.Added(recorded) ?? [])
        {
            if (!Fields.Shows(kind, name, view.Version.Minor, view.Shape))
                continue;
            writer.WritePropertyName(name);
            Write(writer, name, value, view, inner);
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, JsonElement value, in View view, in View inner)
    {
        if (value.ValueKind == JsonValueKind.String && name is "url" or "web_url" or "mbox" or "comments" or "checks")
        {
            writer.WriteStringValue(Url(name, value.GetString()!, view));
        }
        else if (name is "dependencies" or "dependents")
        {
            writer.WriteStartArray();
            foreach (var address in value.EnumerateArray())
                writer.WriteStringValue(Url("url", address.GetString()!, view));
            writer.WriteEndArray();
        }
        else if (Fields.Held(name) is { } held && value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
        {
            Write(writer, held, value, inner);
        }
        else
        {
            value.WriteTo(writer);
        }
    }

    /// <summary>
    /// Patchwork keeps the version and the format only in <c>url</c>, not in links that it builds itself.
    /// </summary>
    private static string Url(string name, string recorded, in View view) =>
        name == "url" && recorded.StartsWith(RecordedApi, StringComparison.Ordinal)
            ? string.Concat(
                view.Origin,
                "/api/",
                view.Version.Segment,
                string.Concat(recorded.AsSpan(RecordedApi.Length), view.Suffix)
            )
        : recorded.StartsWith(RecordedOrigin + "/", StringComparison.Ordinal)
            ? string.Concat(view.Origin, recorded.AsSpan(RecordedOrigin.Length))
        : recorded;
}
