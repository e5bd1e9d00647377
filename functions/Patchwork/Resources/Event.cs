using System.Text.Json;

namespace Hookwork.Patchwork.Resources;

/// <summary>An event on the server, as <c>/api/events/</c> lists it.</summary>
public sealed record Event : Resource
{
    public string? Category { get; init; }
    public Project? Project { get; init; }

    /// <summary>The server's local clock, without a zone. A cursor is this string, sent back as it came.</summary>
    public string? Date { get; init; }
    public User? Actor { get; init; }
    public JsonElement Payload { get; init; }
}
