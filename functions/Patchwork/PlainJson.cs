using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hookwork.Patchwork;

/// <summary>Writes JSON as Patchwork does, without unnecessary escapes.</summary>
internal static class PlainJson
{
    public static readonly JsonWriterOptions Options = new() { Encoder = PlainJsonEncoder.Instance };

    public static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write) => Write(write, Options);

    public static ReadOnlyMemory<byte> Write(JsonNode json) => Write(writer => json.WriteTo(writer));

    /// <summary>Writes a value a line.</summary>
    public static ReadOnlyMemory<byte> Indented(Action<Utf8JsonWriter> write, int spaces = 2) =>
        Write(write, Options with { Indented = true, IndentSize = spaces, NewLine = "\n" });

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write, JsonWriterOptions options)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, options))
            write(writer);
        return buffer.WrittenMemory;
    }
}
