using System.Text.Json;

namespace Hookwork.Recorded.Resources;

/// <summary>A comment on a patch or a cover letter.</summary>
internal sealed class CommentRow(Item item) : ItemRow(item)
{
    /// <summary>Whether it is addressed; null if never set.</summary>
    public bool? Addressed { get; set; } = item.Addressed;

    public override bool Replace(Utf8JsonWriter writer, string field, JsonElement recorded, in View view)
    {
        if (field != "addressed")
            return false;

        if (Addressed is { } addressed)
            writer.WriteBooleanValue(addressed);
        else
            writer.WriteNullValue();
        return true;
    }
}
