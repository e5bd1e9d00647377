using System.Text.Json;

namespace Hookwork.Recorded.Resources;

/// <summary>A series, which shows the patches and cover letter that have arrived.</summary>
internal sealed class SeriesRow(Item item, PatchRow[] patches, CoverRow? cover) : ItemRow(item)
{
    public PatchRow[] Patches { get; } = patches;

    public CoverRow? Cover { get; } = cover;

    public int Received => Patches.Count(patch => patch.Exists);

    public override bool Replace(Utf8JsonWriter writer, string field, JsonElement recorded, in View view)
    {
        switch (field)
        {
            case "received_total":
                writer.WriteNumberValue(Received);
                return true;
            case "received_all":
                writer.WriteBooleanValue(Received >= Item.Total);
                return true;
            case "cover_letter" when Cover is { Exists: false }:
                writer.WriteNullValue();
                return true;
            case "patches":
                writer.WriteStartArray();
                foreach (var patch in recorded.EnumerateArray())
                {
                    var id = patch.GetProperty("id").GetInt64();
                    if (Array.Find(Patches, row => row.Id == id) is { Exists: true } row)
                        Renderer.Write(writer, row, view);
                }

                writer.WriteEndArray();
                return true;
            default:
                return false;
        }
    }
}
