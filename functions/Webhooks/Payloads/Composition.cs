using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hookwork.Archive.Resources;
using Hookwork.Patchwork;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Webhooks.Payloads;

/// <summary>The data of a message, to be written in any format.</summary>
/// <param name="Data">With relative addresses.</param>
/// <param name="Timestamp">When it happened.</param>
/// <param name="Origin">Makes the addresses absolute.</param>
public sealed record Composition(Announcement Item, JsonObject Data, DateTimeOffset Timestamp, string Origin)
{
    /// <summary>The most bytes of a body.</summary>
    public const int MostBytes = 256 << 10;

    private JsonObject? _whole;

    /// <summary>Room for the envelope around the data, in bytes.</summary>
    private const int Margin = 4 << 10;

    /// <summary>Writes the body.</summary>
    /// <param name="format">One of <see cref="SubscriptionSettings"/>'s formats.</param>
    /// <param name="matched">Whether the subscription's query matched before or after the change; null without a
    /// query.</param>
    public byte[] Write(string format, string? matched)
    {
        var data = (_whole ??= Whole()).DeepClone().AsObject();
        if (matched is not null)
            data["matched"] = matched;
        var timestamp = Timestamp.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

        var buffer = new ArrayBufferWriter<byte>(8 << 10);
        using (var writer = new Utf8JsonWriter(buffer, ServerAddress.JsonOptions))
        {
            writer.WriteStartObject();
            if (format == SubscriptionSettings.CloudEvents)
            {
                writer.WriteString("specversion", "1.0");
                writer.WriteString("id", Item.MessageId);
                writer.WriteString("source", Origin);
                writer.WriteString("type", Item.Type);
                if (Item.Id > 0)
                    writer.WriteString("subject", $"{Item.Kind.Name()}/{Item.Id}");
                writer.WriteString("time", timestamp);
                writer.WriteString("datacontenttype", "application/json");
            }
            else
            {
                writer.WriteString("type", Item.Type);
                writer.WriteString("timestamp", timestamp);
            }
            writer.WritePropertyName("data");
            data.WriteTo(writer);
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The data with absolute addresses, cut to size.</summary>
    private JsonObject Whole()
    {
        var buffer = new ArrayBufferWriter<byte>(8 << 10);
        using (var document = JsonSerializer.SerializeToDocument(Data, WebhookJson.Default.JsonObject))
        using (var writer = new Utf8JsonWriter(buffer, ServerAddress.JsonOptions))
            ServerAddress.WriteAbsolute(document.RootElement, writer, Origin);
        var whole = JsonNode.Parse(buffer.WrittenSpan)!.AsObject();
        PayloadLimit.Apply(whole, MostBytes - Margin);
        return whole;
    }
}
