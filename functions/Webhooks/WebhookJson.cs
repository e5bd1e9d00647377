using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Delivery;
using Hookwork.Webhooks.Payloads;
using Hookwork.Webhooks.Reporting;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Webhooks;

/// <summary>The JSON of the subscriptions API, of rows and of queue messages.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(SubscriptionSettings))]
[JsonSerializable(typeof(ReviewRule))]
[JsonSerializable(typeof(SubscriptionView))]
[JsonSerializable(typeof(IReadOnlyList<SubscriptionView>))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(Announcement))]
[JsonSerializable(typeof(Announcement[]))]
[JsonSerializable(typeof(WakeMessage))]
[JsonSerializable(typeof(Attempt))]
[JsonSerializable(typeof(OperationalData))]
[JsonSerializable(typeof(DeliveryView))]
[JsonSerializable(typeof(IReadOnlyList<DeliveryView>))]
[JsonSerializable(typeof(MessagesView))]
[JsonSerializable(typeof(Report))]
[JsonSerializable(typeof(IReadOnlyList<PatchReport>))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class WebhookJson : JsonSerializerContext
{
    /// <summary>
    /// Escapes only what JSON requires: bodies within messages would grow by half otherwise, and a secret with a plus sign
    /// could not be copied.
    /// </summary>
    public static WebhookJson Plain { get; } =
        new(new JsonSerializerOptions(Usual) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>
    /// Refuses members that are not known, in what operators send. Those of rows and messages are ignored: a newer version
    /// may have written them.
    /// </summary>
    public static WebhookJson Strict { get; } =
        new(new JsonSerializerOptions(Usual) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow });

    private static JsonSerializerOptions Usual =>
        new()
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        };
}
