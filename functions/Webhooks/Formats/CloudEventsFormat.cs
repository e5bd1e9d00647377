using System.Text.Json.Nodes;
using Hookwork.Webhooks.Payloads;

namespace Hookwork.Webhooks.Formats;

/// <summary>CloudEvents 1.0 in the structured mode, signed as Standard Webhooks are.</summary>
/// <seealso href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md"/>
public sealed class CloudEventsFormat : IWebhookFormat
{
    public string Name => "cloudevents";

    public byte[] Write(Composition composition, string? matched)
    {
        var body = new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = composition.Item.MessageId,
            ["source"] = composition.Origin,
            ["type"] = composition.Item.Type,
        };
        if (composition.Resource is { } resource)
            body["subject"] = resource;
        body["time"] = composition.Time;
        body["datacontenttype"] = "application/json";
        body["data"] = composition.Cut(Composition.MostBytes, matched);
        return JsonBody.Write(body);
    }

    public HttpRequestMessage Request(OutgoingMessage message) =>
        StandardFormat.Signed(message, "application/cloudevents+json");
}
