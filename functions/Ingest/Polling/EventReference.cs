using System.Globalization;
using System.Text.Json.Serialization;

namespace Hookwork.Ingest.Polling;

/// <summary>An event that asked for a refresh.</summary>
/// <param name="Category">As Patchwork names it.</param>
/// <param name="Date">As the server writes it.</param>
/// <param name="Says">What the resource must show once the event's change is visible: a state, or the id of a delegate,
/// series, comment or check.</param>
public sealed record EventReference(long Id, string Category, string Date, string? Says)
{
    /// <summary><see cref="Says"/> as an id; null if it is none.</summary>
    [JsonIgnore]
    public long? SaidId => long.TryParse(Says, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <summary>The event, if this process has just recorded it; no message has it.</summary>
    [JsonIgnore]
    public ReadOnlyMemory<byte> Json { get; init; }
}
