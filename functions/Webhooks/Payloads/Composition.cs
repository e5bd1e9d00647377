using System.Globalization;
using System.Text.Json.Nodes;
using Hookwork.Archive.Resources;
using Hookwork.Patchwork;
using Hookwork.Webhooks.Announcing;

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

    /// <summary>When it happened, in UTC, as messages have it.</summary>
    public string Time => Written(Timestamp);

    /// <summary>What it is about, such as <c>series/484000</c>; null for a message of Hookwork's own.</summary>
    public string? Resource => Item.Id > 0 ? $"{Item.Kind.Name()}/{Item.Id}" : null;

    /// <summary>The data with absolute addresses. Not to be changed.</summary>
    public JsonObject Whole => _whole ??= JsonNode.Parse(ServerAddress.MakeAbsolute(Data, Origin).Span)!.AsObject();

    /// <summary>A copy of the data for a body of a size; what does not fit becomes a link.</summary>
    /// <param name="most">The most bytes of the body.</param>
    /// <param name="matched">Whether the subscription's query matched before or after the change; null without a
    /// query.</param>
    public JsonObject Cut(int most, string? matched)
    {
        var data = Whole.DeepClone().AsObject();
        PayloadLimit.Apply(data, most - Margin);
        if (matched is not null)
            data["matched"] = matched;
        return data;
    }

    /// <summary>Type, timestamp and data, as Standard Webhooks has them.</summary>
    /// <param name="most">The most bytes of the body.</param>
    /// <param name="matched">Whether the subscription's query matched before or after the change; null without a
    /// query.</param>
    public JsonObject Envelope(int most, string? matched) =>
        new()
        {
            ["type"] = Item.Type,
            ["timestamp"] = Time,
            ["data"] = Cut(most, matched),
        };

    /// <summary>A time in UTC, as messages have it.</summary>
    internal static string Written(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
