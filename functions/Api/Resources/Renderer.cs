using System.Buffers;
using System.Text.Json;
using Hookwork.Api.Http;
using Hookwork.Api.Writing;
using Hookwork.Archive.Resources;
using Hookwork.Patchwork;
using Hookwork.Patchwork.Resources;

namespace Hookwork.Api.Resources;

/// <summary>
/// Writes archived resources for one request: the fields of its version, addresses of this host, and embedded resources
/// in their current state. Not thread-safe.
/// </summary>
internal sealed class Renderer(ApiCall call)
{
    private const string Api = "/api/";
    private readonly Dictionary<(Entity, long), byte[]> _embedded = [];

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
            WriteFields(writer, resource, Shape.Of(entity));
        else
            WriteFields(writer, resource, Shape.Of(entity), view, references);
        writer.WriteEndObject();
    }

    /// <summary>
    /// An archived address made absolute. As in Patchwork, only <c>url</c> has the version and format.
    /// </summary>
    public string Address(string name, string address) =>
        !address.StartsWith('/') ? address
        : name == "url" && address.StartsWith(Api, StringComparison.Ordinal)
            ? string.Concat(
                call.Origin,
                Api,
                call.Version.Segment,
                string.Concat(address.AsSpan(Api.Length), call.Suffix)
            )
        : call.Origin + ProjectNames.Current(address, call.Projects);

    /// <summary>An embedded resource has fewer fields, in another order.</summary>
    private void WriteFields(Utf8JsonWriter writer, JsonElement resource, Shape shape)
    {
        foreach (var field in shape.FieldsOf(View.Embedded, call.Version.Minor))
        {
            if (!resource.TryGetProperty(field.Name, out var value))
                continue;
            writer.WritePropertyName(field.Name);
            Write(writer, value, field, View.Embedded, resource, null);
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
        foreach (var property in resource.EnumerateObject())
        {
            if (shape.Find(property.Name) is { } field)
            {
                if (!field.IsIn(view, call.Version.Minor))
                    continue;
                writer.WritePropertyName(property.Name);
                Write(writer, property.Value, field, view, resource, references);
            }
            else if (call.Version.Segment.Length == 0)
            {
                // Fields of a newer Patchwork are passed on in the newest version only.
                property.WriteTo(writer);
            }
        }
        foreach (var field in shape.NullIfUnknown)
        {
            if (field.IsIn(view, call.Version.Minor) && !resource.TryGetProperty(field.Name, out _))
                writer.WriteNull(field.Name);
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
                writer.WriteStringValue(Address(field.Name, value.GetString()!));
                break;
            case FieldType.Addresses when value.ValueKind == JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    if (item.ValueKind == JsonValueKind.String)
                        writer.WriteStringValue(Address("url", item.GetString()!));
                }
                writer.WriteEndArray();
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
                value.WriteTo(writer);
                break;
        }
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
            var row = references?.Find(entity, id);
            using var document = row is null ? null : JsonDocument.Parse(row);
            var buffer = new ArrayBufferWriter<byte>(512);
            using (var inner = new Utf8JsonWriter(buffer, ServerAddress.JsonOptions))
            {
                if ((document?.RootElement ?? copy) is { } resource)
                    Write(inner, resource, entity, View.Embedded, null);
                else
                    inner.WriteNullValue();
            }
            _embedded.Add((entity, id), json = buffer.WrittenSpan.ToArray());
        }
        writer.WriteRawValue(json, skipInputValidation: true);
    }
}
