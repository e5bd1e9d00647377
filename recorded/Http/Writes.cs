using System.Text.Json.Nodes;
using Hookwork.Recorded.Resources;

namespace Hookwork.Recorded.Http;

/// <summary>The writes that tokens permit: patches, checks, and whether a comment is addressed.</summary>
internal sealed class Writes(Ledger ledger, TimeProvider time)
{
    private readonly EventWriter _events = new(ledger, time);

    /// <summary>Handles PATCH and PUT of a patch.</summary>
    public Answer Update(Call call, PatchRow patch)
    {
        if (Forbidden(call, patch) is { } forbidden)
            return forbidden;
        if (Input.Read(call, out var input) is { } unreadable)
            return unreadable;

        var whole = call.Method == "PUT";
        var change = PatchChange.Read(input!, patch, ledger.World, whole);
        if (input!.Refusal is { } refusal)
            return refusal;
        if (change.Conflicts)
            return Answer.Detail(409, PatchChange.Conflict);

        var before = (patch.State, patch.Delegate);
        var related = change.RelationsBefore();
        ledger.Edit(change.Apply);
        if (patch.State != before.State)
            _events.StateChanged(call.User!, patch, before.State);
        if (patch.Delegate?.Id != before.Delegate?.Id)
            _events.Delegated(call.User!, patch, before.Delegate);
        foreach (var (row, others) in related)
        {
            if (!others.SequenceEqual(row.Related.Select(other => other.Id)))
                _events.RelationChanged(row.Id == patch.Id ? call.User : null, row);
        }

        var json = patch.Render(call.View(Shape.Detailed));
        return whole || patch.Related.Count > 0 ? new Answer(200, Answer.Json, json) : WithoutRelation(json);
    }

    /// <summary>Handles PATCH and PUT of a comment.</summary>
    public Answer Update(Call call, ItemRow owner, CommentRow comment)
    {
        if (Forbidden(call, owner) is { } forbidden)
            return forbidden;
        if (Input.Read(call, out var input) is { } unreadable)
            return unreadable;

        var addressed = input!.Boolean("addressed", mayBeNull: true);
        if (input.Refusal is { } refusal)
            return refusal;
        if (input.Has("addressed"))
        {
            ledger.Edit(world =>
            {
                var row = world.Comment(comment.Id);
                row.Addressed = addressed;
                row.Touch();
            });
        }

        // Patchwork 3.2 raises it at each save, whether anything changed or not.
        _events.CommentSaved(owner, comment);

        return Answer.Of(comment, call);
    }

    /// <summary>Handles POST to a patch's checks.</summary>
    public Answer AddCheck(Call call, PatchRow patch)
    {
        if (call.User is null || Forbidden(call, patch) is not null)
            return Answer.Detail(403, "You do not have permission to perform this action.");
        if (Input.Read(call, out var input) is { } unreadable)
            return unreadable;

        if (CheckInput.Read(input!, ledger.TakeCheckId, patch, call.User, time.GetLocalNow().DateTime) is not { } json)
            return input!.Refusal!;

        var item = new Item(Kind.Check, json);
        ledger.Edit(world => world.Add(world.Patches[patch.Id], new CheckRow(item)));
        var check = patch.Checks.Find(row => row.Id == item.Id)!;
        _events.CheckCreated(call.User, patch, check);
        var shown = check.Render(call.View(Shape.Detailed));
        return new Answer(201, Answer.Json, shown).With("Location", (string)JsonNode.Parse(shown)!["url"]!);
    }

    /// <summary>The response to an unauthenticated or forbidden write.</summary>
    public static Answer NotAllowed(Call call) =>
        Answer.Detail(
            403,
            call.User is null
                ? "Authentication credentials were not provided."
                : "You do not have permission to perform this action."
        );

    private Answer? Forbidden(Call call, ItemRow owner) =>
        call.User is { } user && ledger.World.Projects[owner.Item.Project].Item.Maintainers.Contains(user.Id)
            ? null
            : NotAllowed(call);

    /// <summary>Patchwork omits <c>related</c> from the response to a PATCH of a patch without a relation.</summary>
    private static Answer WithoutRelation(byte[] json)
    {
        var fields = JsonNode.Parse(json)!.AsObject();
        fields.Remove("related");
        return Answer.Of(fields);
    }
}
