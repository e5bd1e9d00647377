using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Hookwork.Webhooks.Console;

/// <summary>What the subscriptions API answered.</summary>
internal sealed record KeyedAnswer(int Status, JsonNode? Body)
{
    /// <summary>Whether the runtime refused the key.</summary>
    public bool IsRefused => Status is 401 or 403;

    /// <summary>Whether it did what it was asked to.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>Why it did not, in a sentence.</summary>
    public string Problem => (Body as JsonObject)?["detail"]?.ToString() ?? $"Hookwork answered {Status}.";

    /// <summary>The answer as a value of this type.</summary>
    /// <exception cref="JsonException">It is not one.</exception>
    public T As<T>(JsonTypeInfo<T> type) =>
        Body.Deserialize(type) ?? throw new JsonException("The answer of the subscriptions API is empty.");
}
