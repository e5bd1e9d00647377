using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hookwork.Patchwork.Resources;

/// <summary>
/// What every resource of Patchwork's REST API has in common. Fields that Hookwork does not know are kept.
/// </summary>
public abstract record Resource
{
    public long Id { get; init; }

    /// <summary>The resource's address in the API, relative to the server.</summary>
    public string? Url { get; init; }

    /// <summary>Fields of newer or older versions of the API.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }
}
