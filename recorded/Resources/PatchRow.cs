using System.Text.Json;

namespace Hookwork.Recorded.Resources;

/// <summary>A patch and its mutable fields.</summary>
internal sealed class PatchRow(Item item, IEnumerable<CommentRow> comments, IEnumerable<CheckRow> checks)
    : MailRow(item, comments)
{
    /// <summary>The combined check is the first of these that a current check has.</summary>
    private static readonly string[] WorstFirst = ["fail", "warning", "pending"];

    public List<CheckRow> Checks { get; } = [.. checks];

    public string State { get; set; } = item.State!;

    public ItemRow? Delegate { get; set; }

    public bool Archived { get; set; } = item.Archived;

    public string? CommitRef { get; set; } = item.CommitRef;

    public string? PullUrl { get; set; } = item.PullUrl;

    /// <summary>The other patches of its relation, by id.</summary>
    public List<PatchRow> Related { get; } = [];

    /// <summary>The combined state of the newest check of each user and context.</summary>
    public string Check
    {
        get
        {
            Dictionary<(long, string?), string> newest = [];
            foreach (
                var check in Checks
                    .Where(check => check.Exists)
                    .OrderBy(check => check.Item.Date)
                    .ThenBy(check => check.Id)
            )
                newest[(check.Item.SubmitterId, check.Item.Context)] = check.Item.State!;
            return newest.Count == 0 ? "pending" : Array.Find(WorstFirst, newest.ContainsValue) ?? "success";
        }
    }

    public override bool Replace(Utf8JsonWriter writer, string field, JsonElement recorded, in View view)
    {
        switch (field)
        {
            case "state":
                writer.WriteStringValue(State);
                return true;
            case "archived":
                writer.WriteBooleanValue(Archived);
                return true;
            case "commit_ref":
                writer.WriteStringValue(CommitRef);
                return true;
            case "pull_url":
                writer.WriteStringValue(PullUrl);
                return true;
            case "check":
                writer.WriteStringValue(Check);
                return true;
            case "delegate" when Delegate is null:
                writer.WriteNullValue();
                return true;
            case "delegate":
                Renderer.Write(writer, Delegate, view);
                return true;
            case "related":
                writer.WriteStartArray();
                foreach (var patch in Related)
                    Renderer.Write(writer, patch, view);
                writer.WriteEndArray();
                return true;
            default:
                return base.Replace(writer, field, recorded, view);
        }
    }
}
