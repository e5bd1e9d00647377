using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Hookwork.Api.Http;
using Hookwork.Archive.Resources;
using Hookwork.Input;
using Hookwork.Patchwork;

namespace Hookwork.Api.Resources;

/// <summary>
/// Writes archived resources for one request: the fields of its version, addresses of this host, and embedded resources
/// in their current state. Not thread-safe.
/// </summary>
internal sealed class Renderer
{
    private const string Api = "/api/";

    /// <summary>What makes a text's JSON differ from what is written: escapes, and the lead byte of two separators.</summary>
    private static readonly SearchValues<byte> Escaped = SearchValues.Create((byte)'\\', 0xE2);

    private readonly ApiCall _call;
    private readonly Dictionary<(Entity, long), byte[]> _embedded = [];
    private readonly ArrayBufferWriter<byte> _buffer = new(512);
    private readonly Utf8JsonWriter _inner;
    private readonly ArrayBufferWriter<byte> _address = new(256);
    private readonly byte[] _origin;
    private readonly byte[] _versioned;
    private readonly byte[] _suffix;
    private readonly bool _hasRenamed;

    public Renderer(ApiCall call)
    {
        _call = call;
        _inner = new Utf8JsonWriter(_buffer, PlainJson.Options with { SkipValidation = true });
        _origin = Encode(call.Origin);
        _versioned = Encode(call.Origin + Api + call.Version.Segment);
        _suffix = Encode(call.Suffix);
        _hasRenamed = call.Projects.Any(project => project.Former.Count > 0);
    }

    /// <summary>The answer that shows one resource.</summary>
    /// <param name="references">Finds the embedded resources; null to write the embedded copies.</param>
    public static ApiAnswer Answer(ApiCall call, JsonElement resource, Entity entity, References? references)
    {
        var body = new ArrayBufferWriter<byte>(8 << 10);
        using (var writer = new Utf8JsonWriter(body, PlainJson.Options))
            new Renderer(call).Write(writer, resource, entity, View.Detailed, references);
        return ApiAnswer.Json(body.WrittenMemory);
    }

    /// <summary>Writes a resource. A value that is not an object is copied.</summary>
    /// <param name="references">Finds the embedded resources; null to write the embedded copies.</param>
    public void Write(Utf8JsonWriter writer, JsonElement resource, Entity entity, View view, References? references)
    {
        if (resource.ValueKind != JsonValueKind.Object)
        {
            resource.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        if (view == View.Embedded)
            WriteFields(writer, resource, Shape.Of(entity), references);
        else
            WriteFields(writer, resource, Shape.Of(entity), view, references);
        writer.WriteEndObject();
    }

    /// <summary>
    /// Writes an archived address as an absolute one. As in Patchwork, only <c>url</c> has the version and format.
    /// </summary>
    private void WriteAddress(Utf8JsonWriter writer, JsonElement value, bool isUrl)
    {
        var address = JsonMarshal.GetRawUtf8Value(value);
        if (!address.StartsWith("\"/"u8))
        {
            value.WriteTo(writer);
            return;
        }
        ReadOnlySpan<byte> path =
            _hasRenamed || address.ContainsAny(Escaped)
                ? Encode(ProjectNames.Current(value.GetString()!, _call.Projects))
                : address[1..^1];
        var isVersioned = isUrl && path.StartsWith("/api/"u8);
        _address.ResetWrittenCount();
        _address.Write("\""u8);
        _address.Write(isVersioned ? _versioned : _origin);
        _address.Write(isVersioned ? path[Api.Length..] : path);
        _address.Write(isVersioned ? _suffix : []);
        _address.Write("\""u8);
        writer.WriteRawValue(_address.WrittenSpan, skipInputValidation: true);
    }

    private static byte[] Encode(string text) =>
        JsonEncodedText.Encode(text, PlainJson.Options.Encoder).EncodedUtf8Bytes.ToArray();

    /// <summary>Writes a value as it is. What would be written as it was read is copied.</summary>
    private static void Copy(Utf8JsonWriter writer, JsonElement value)
    {
        var json = JsonMarshal.GetRawUtf8Value(value);
        if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array || json.ContainsAny(Escaped))
            value.WriteTo(writer);
        else
            writer.WriteRawValue(json, skipInputValidation: true);
    }

    /// <summary>An embedded resource has fewer fields, in another order.</summary>
    private void WriteFields(Utf8JsonWriter writer, JsonElement resource, Shape shape, References? references)
    {
        foreach (var field in shape.FieldsOf(View.Embedded, _call.Version.Minor))
        {
            if (!resource.TryGetProperty(field.Encoded.EncodedUtf8Bytes, out var value))
                continue;
            writer.WritePropertyName(field.Encoded);
            Write(writer, value, field, View.Embedded, resource, references);
        }
    }

    private void WriteFields(
        Utf8JsonWriter writer,
        JsonElement resource,
        Shape shape,
        View view,
        References? references
    )
    {
        var next = 0;
        foreach (var property in resource.EnumerateObject())
        {
            if (shape.Find(property, ref next) is { } field)
            {
                if (!field.IsIn(view, _call.Version.Minor))
                    continue;
                writer.WritePropertyName(field.Encoded);
                Write(writer, property.Value, field, view, resource, references);
            }
            else if (_call.Version.Segment.Length == 0)
            {
                // Fields of a newer Patchwork are passed on in the newest version only.
                property.WriteTo(writer);
            }
        }
        foreach (var field in shape.NullIfUnknown)
        {
            if (field.IsIn(view, _call.Version.Minor) && !resource.TryGetProperty(field.Name, out _))
                writer.WriteNull(field.Encoded);
        }
    }

    private void Write(
        Utf8JsonWriter writer,
        JsonElement value,
        Field field,
        View view,
        JsonElement owner,
        References? references
    )
    {
        switch (field.Type)
        {
            case FieldType.Address when value.ValueKind == JsonValueKind.String:
                WriteAddress(writer, value, field.Name == "url");
                break;
            case FieldType.Addresses when value.ValueKind == JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    if (item.ValueKind == JsonValueKind.String)
                        WriteAddress(writer, item, isUrl: true);
                }
                writer.WriteEndArray();
                break;
            case FieldType.ArchiveUrl when ProjectOf(owner, references) is { } project:
                writer.WriteStringValue(
                    project.ArchiveUrlOf(owner.Text("msgid") ?? "", archived: owner.Text(field.Name))
                );
                break;
            case FieldType.Resource when field.Holds == Entity.Payload:
                Write(writer, value, Entity.Payload, view, references);
                break;
            case FieldType.Resource or FieldType.Resources:
                // Comments on patches and on cover letters have separate ids.
                var holds =
                    field.Holds == Entity.PatchComment && owner.TryGetProperty("cover", out _)
                        ? Entity.CoverComment
                        : field.Holds!.Value;
                WriteEmbedded(writer, value, holds, references);
                break;
            default:
                Copy(writer, value);
                break;
        }
    }

    /// <summary>The project of a mail. A comment does not name it: it is that of the catalog.</summary>
    private ProjectName? ProjectOf(JsonElement mail, References? references)
    {
        var id = mail.Field("project") switch
        {
            { ValueKind: JsonValueKind.Number } number => number.GetInt64(),
            { } embedded => embedded.Id(),
            // Only comments have no mbox. A copy of a patch that the archive lacks may be of any project.
            null when mail.Field("mbox") is null => references?.Project,
            null => null,
        };
        return _call.Projects.FirstOrDefault(project => project.Id == id);
    }

    private void WriteEmbedded(Utf8JsonWriter writer, JsonElement value, Entity entity, References? references)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    WriteEmbedded(writer, item, entity, references);
                writer.WriteEndArray();
                break;
            case JsonValueKind.Number when value.TryGetInt64(out var id):
                WriteEmbedded(writer, id, null, entity, references);
                break;
            case JsonValueKind.Object when value.TryGetProperty("id", out var number) && number.TryGetInt64(out var id):
                WriteEmbedded(writer, id, value, entity, references);
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    /// <summary>Writes a resource's own row, or else the embedded copy.</summary>
    private void WriteEmbedded(Utf8JsonWriter writer, long id, JsonElement? copy, Entity entity, References? references)
    {
        if (!_embedded.TryGetValue((entity, id), out var json))
        {
            var row = references?.Find(entity, id) ?? (copy is null && entity == Entity.Person ? Unknown(id) : null);
            using var document = row is null ? null : JsonDocument.Parse(row);
            _buffer.ResetWrittenCount();
            if ((document?.RootElement ?? copy) is { } resource)
                Write(_inner, resource, entity, View.Embedded, references);
            else
                _inner.WriteNullValue();
            _inner.Flush();
            _inner.Reset();
            _embedded.Add((entity, id), json = _buffer.WrittenSpan.ToArray());
        }
        writer.WriteRawValue(json, skipInputValidation: true);
    }

    /// <summary>
    /// A person whom the server deleted, as long as the archive has their mails. Clients read a submitter's name
    /// without asking whether there is one.
    /// </summary>
    private static byte[] Unknown(long id) =>
        Encoding.UTF8.GetBytes($$"""{"id": {{id}}, "url": "/api/people/{{id}}/", "name": null, "email": ""}""");
}
