using System.Text.Json;
using Hookwork.Catalog.Files;
using Hookwork.Patchwork.Resources;

namespace Hookwork.Catalog.Following;

/// <summary>A series, read and ready to be written.</summary>
public sealed record PreparedSeries(Series Series, ListedJson Listed)
{
    /// <summary>Reads what the archive has.</summary>
    public static PreparedSeries Of(byte[] json) =>
        new(JsonSerializer.Deserialize(json, PatchworkJson.Default.Series)!, ListedJson.Of(json));
}
