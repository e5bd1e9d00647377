using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Hookwork.Patchwork;

namespace Hookwork.Webhooks.Formats;

/// <summary>Bodies that are JSON.</summary>
internal static class JsonBody
{
    /// <summary>Writes an object in UTF-8.</summary>
    public static byte[] Write(JsonObject value) => PlainJson.Write(value).ToArray();

    /// <summary>The content of a request.</summary>
    public static ByteArrayContent Content(byte[] body, string type = "application/json") =>
        new(body) { Headers = { ContentType = new MediaTypeHeaderValue(type, "utf-8") } };
}
