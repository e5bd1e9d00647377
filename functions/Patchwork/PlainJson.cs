using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hookwork.Patchwork;

/// <summary>Writes JSON as Patchwork does, without unnecessary escapes.</summary>
internal static class PlainJson
{
    public static readonly JsonWriterOptions Options = new() { Encoder = PlainJsonEncoder.Instance };

    public static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Options))
            write(writer);
        return buffer.WrittenMemory;
    }

    public static ReadOnlyMemory<byte> Write(JsonNode json) => Write(writer => json.WriteTo(writer));
}
