using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hookwork.Patchwork;

namespace Hookwork.Webhooks.Formats;

/// <summary>Bodies that are JSON.</summary>
internal static class JsonBody
{
    /// <summary>Writes an object in UTF-8.</summary>
    public static byte[] Write(JsonObject value)
    {
        var buffer = new ArrayBufferWriter<byte>(8 << 10);
        using (var writer = new Utf8JsonWriter(buffer, ServerAddress.JsonOptions))
            value.WriteTo(writer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The content of a request.</summary>
    public static ByteArrayContent Content(byte[] body, string type = "application/json") =>
        new(body) { Headers = { ContentType = new MediaTypeHeaderValue(type, "utf-8") } };
}
