using System.Text.Json;
using Hookwork.Recorded.Resources;

namespace Hookwork.Recorded.Http;

/// <summary>Raises the events that Patchwork raises on writes.</summary>
internal sealed class EventWriter(Ledger ledger, TimeProvider time)
{
    public void StateChanged(ItemRow actor, PatchRow patch, string before) =>
        Raise(
            "patch-state-changed",
            actor,
            patch,
            writer =>
            {
                writer.WriteString("previous_state", before);
                writer.WriteString("current_state", patch.State);
            }
        );

    public void Delegated(ItemRow actor, PatchRow patch, ItemRow? before) =>
        Raise(
            "patch-delegated",
            actor,
            patch,
            writer =>
            {
                Write(writer, "previous_delegate", before);
                Write(writer, "current_delegate", patch.Delegate);
            }
        );

    /// <summary>Patchwork never states the old and new relation.</summary>
    public void RelationChanged(ItemRow? actor, PatchRow patch) =>
        Raise(
            "patch-relation-changed",
            actor,
            patch,
            writer =>
            {
                writer.WriteNull("previous_relation");
                writer.WriteNull("current_relation");
            }
        );

    public void CommentSaved(ItemRow mail, CommentRow comment) =>
        Raise(
            mail is PatchRow ? "patch-comment-created" : "cover-comment-created",
            null,
            mail,
            writer => Write(writer, "comment", comment)
        );

    public void CheckCreated(ItemRow actor, PatchRow patch, CheckRow check) =>
        Raise("check-created", actor, patch, writer => Write(writer, "check", check));

    private static void Write(Utf8JsonWriter writer, string name, Row? row)
    {
        writer.WritePropertyName(name);
        if (row is null)
            writer.WriteNullValue();
        else
            Renderer.Write(writer, row, View.Recorded);
    }

    private void Raise(string category, ItemRow? actor, ItemRow mail, Action<Utf8JsonWriter> payload)
    {
        var json = Renderer.Compose(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("id", ledger.NextEventId);
            writer.WriteString("category", category);
            Write(writer, "project", ledger.World.Projects[mail.Item.Project]);
            writer.WriteString("date", Dates.Format(time.GetLocalNow().DateTime));
            Write(writer, "actor", actor);
            writer.WriteStartObject("payload");
            Write(writer, mail is PatchRow ? "patch" : "cover", mail);
            payload(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
        ledger.Raise(new EventItem(json));
    }
}
