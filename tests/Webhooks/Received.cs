using System.Text.Json.Nodes;

namespace Hookwork.Tests.Webhooks;

/// <summary>A webhook as received by a target.</summary>
internal sealed record Received(IReadOnlyDictionary<string, string> Headers, string Body, DateTimeOffset At)
{
    public string Method { get; init; } = "";

    /// <summary>Path and query as they were sent, with their escapes.</summary>
    public string Target { get; init; } = "";

    public JsonNode Json => JsonNode.Parse(Body)!;

    public string Type => Json["type"]!.GetValue<string>();

    public string WebhookId => Headers["webhook-id"];

    /// <summary>The message's id without the subscription's part.</summary>
    public string MessageId => WebhookId.Split('_', 3)[2];
}
