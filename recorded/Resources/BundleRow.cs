using System.Text.Json;

namespace Hookwork.Recorded.Resources;

/// <summary>A bundle. A change makes a new row.</summary>
/// <param name="patches">Its patches in the owner's order.</param>
internal sealed class BundleRow(
    long id,
    ItemRow owner,
    string name,
    bool isPublic,
    ItemRow project,
    IReadOnlyList<PatchRow> patches
) : ItemRow(new Item(Kind.Bundle, Write(id, owner, name, isPublic, project, patches)))
{
    public ItemRow Owner { get; } = owner;

    public bool IsPublic { get; } = isPublic;

    /// <summary>The patches in the order of the mbox.</summary>
    public IEnumerable<PatchRow> Patches => patches.Where(patch => patch.Exists);

    public override bool Replace(Utf8JsonWriter writer, string field, JsonElement recorded, in View view)
    {
        switch (field)
        {
            case "owner":
                Renderer.Write(writer, Owner, view);
                return true;
            case "project":
                Renderer.Write(writer, project, view);
                return true;
            case "patches":
                writer.WriteStartArray();
                foreach (var patch in Patches.OrderBy(patch => patch.Item.Date).ThenBy(patch => patch.Id))
                    Renderer.Write(writer, patch, view);
                writer.WriteEndArray();
                return true;
            default:
                return false;
        }
    }

    private static byte[] Write(
        long id,
        ItemRow owner,
        string name,
        bool isPublic,
        ItemRow project,
        IReadOnlyList<PatchRow> patches
    )
    {
        var page = $"{Renderer.RecordedOrigin}/bundle/{owner.Item.Name}/{Uri.EscapeDataString(name)}/";
        return Renderer.Compose(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("id", id);
            writer.WriteString("url", $"{Renderer.RecordedOrigin}/api/bundles/{id}/");
            writer.WriteString("web_url", page);
            writer.WritePropertyName("project");
            Renderer.Write(writer, project, View.Recorded);
            writer.WriteString("name", name);
            writer.WritePropertyName("owner");
            Renderer.Write(writer, owner, View.Recorded);
            writer.WriteStartArray("patches");
            foreach (var patch in patches)
                Renderer.Write(writer, patch, View.Recorded);
            writer.WriteEndArray();
            writer.WriteBoolean("public", isPublic);
            writer.WriteString("mbox", page + "mbox/");
            writer.WriteEndObject();
        });
    }
}
