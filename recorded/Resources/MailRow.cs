using System.Text.Json;

namespace Hookwork.Recorded.Resources;

/// <summary>A patch or cover letter: a mail that comments are on, and that a series has.</summary>
internal class MailRow(Item item, IEnumerable<CommentRow> comments) : ItemRow(item)
{
    public List<CommentRow> Comments { get; } = [.. comments];

    public SeriesRow? Series { get; set; }

    public override bool Replace(Utf8JsonWriter writer, string field, JsonElement recorded, in View view)
    {
        if (field != "series" || Series is null or { Exists: true })
            return false;

        writer.WriteStartArray();
        writer.WriteEndArray();
        return true;
    }
}
