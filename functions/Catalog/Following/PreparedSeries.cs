using System.Text.Json;
using Hookwork.Catalog.Files;
using Hookwork.Patchwork.Resources;

namespace Hookwork.Catalog.Following;

/// <summary>A series, parsed for writing.</summary>
public sealed record PreparedSeries(Series Series, ListedJson Listed)
{
    /// <summary>Parses the archived JSON.</summary>
    public static PreparedSeries Of(byte[] json) =>
        new(JsonSerializer.Deserialize(json, PatchworkJson.Default.Series)!, ListedJson.Of(json));
}
