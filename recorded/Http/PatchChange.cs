using System.Text.Json;
using System.Text.Json.Nodes;
using Hookwork.Recorded.Resources;

namespace Hookwork.Recorded.Http;

/// <summary>The changes that a PATCH or PUT makes to a patch, validated as in <c>patchwork/api/patch.py</c>.</summary>
internal sealed class PatchChange
{
    public const string Conflict =
        "At least one patch is already part of another relation. You have to explicitly remove a patch from its existing relation "
        + "before moving it to this one.";

    private readonly PatchRow _patch;
    private readonly List<Action<PatchRow, World>> _edits = [];
    private List<PatchRow>? _related;

    private PatchChange(PatchRow patch) => _patch = patch;

    /// <summary>Whether the change would join two relations.</summary>
    public bool Conflicts =>
        _related is { Count: > 0 }
        && _related.Append(_patch).Where(row => row.Related.Count > 0).Select(Relation).Distinct().Count() > 1;

    /// <summary>Reads the requested changes; errors are added to the input.</summary>
    /// <param name="input">The fields; unknown and read-only ones are ignored.</param>
    /// <param name="patch">The patch.</param>
    /// <param name="world">The resources: the patch, related patches and users.</param>
    /// <param name="whole">Whether the whole patch is given (PUT) or only the changes.</param>
    public static PatchChange Read(Input input, PatchRow patch, World world, bool whole)
    {
        var change = new PatchChange(patch);
        if (input.Has("commit_ref"))
        {
            var text = input.ShortText("commit_ref");
            change._edits.Add((row, _) => row.CommitRef = text);
        }

        if (input.Has("pull_url"))
        {
            var text = input.ShortText("pull_url");
            change._edits.Add((row, _) => row.PullUrl = text);
        }

        if (whole)
            input.Require("state");
        if (input.Has("state"))
            change.ReadState(input);
        if (input.Has("archived"))
        {
            var archived = input.Boolean("archived", mayBeNull: false) ?? false;
            change._edits.Add((row, _) => row.Archived = archived);
        }

        if (whole)
            input.Require("delegate");
        if (input.Has("delegate"))
            change.ReadDelegate(input, world);
        if (input.Has("related"))
            change._related = [.. input.Patches("related", world)];
        else if (whole)
            change._related = [];
        return change;
    }

    /// <summary>The patches whose relation may change, each with the ids of those previously related to it.</summary>
    public IReadOnlyList<(PatchRow Patch, long[] Others)> RelationsBefore() =>
        _related is null
            ? []
            : [.. _related.Concat(_patch.Related).Append(_patch).Distinct().Select(row => (row, Others(row)))];

    /// <summary>Applies the change to a world.</summary>
    public void Apply(World world)
    {
        var row = world.Patches[_patch.Id];
        _edits.ForEach(edit => edit(row, world));
        row.Touch();
        if (_related is { Count: 0 })
        {
            Leave(row);
        }
        else if (_related is not null)
        {
            List<PatchRow> named = [row, .. _related.Select(other => world.Patches[other.Id])];
            Join(named.Concat(named.SelectMany(other => other.Related)));
        }
    }

    private static long[] Others(PatchRow row) => [.. row.Related.Select(other => other.Id)];

    /// <summary>A relation has no name; its lowest patch id identifies it.</summary>
    private static long Relation(PatchRow row) => row.Related.Append(row).Min(other => other.Id);

    /// <summary>Relates patches to each other.</summary>
    public static void Join(IEnumerable<PatchRow> rows)
    {
        List<PatchRow> members = [.. rows.Distinct().OrderBy(row => row.Id)];
        foreach (var row in members)
        {
            row.Related.Clear();
            row.Related.AddRange(members.Where(other => other != row));
            row.Touch();
        }
    }

    /// <summary>Removes a patch from its relation.</summary>
    public static void Leave(PatchRow row)
    {
        foreach (var other in row.Related)
        {
            other.Related.Remove(row);
            other.Touch();
        }

        row.Related.Clear();
    }

    private void ReadState(Input input)
    {
        if (input["state"] is not JsonValue value || value.GetValueKind() != JsonValueKind.String)
        {
            input.Refuse(
                "state",
                input["state"] is null ? "This field may not be null." : "Incorrect type. Expected string value."
            );
            return;
        }

        var state = value.GetValue<string>().Trim().ToLowerInvariant().Replace(' ', '-');
        if (Array.IndexOf(Slugs.States, state) < 0)
            input.Refuse("state", $"Invalid state {state}. Expected one of: {string.Join(", ", Slugs.States)}.");
        _edits.Add((row, _) => row.State = state);
    }

    private void ReadDelegate(Input input, World world)
    {
        var text = input.Text("delegate");
        if (input["delegate"] is null || text is "")
        {
            _edits.Add((row, _) => row.Delegate = null);
            return;
        }

        if (!long.TryParse(text, out var id))
        {
            input.Refuse("delegate", $"Incorrect type. Expected pk value, received {Input.TypeOf(input["delegate"])}.");
            return;
        }

        if (!world.Users.TryGetValue(id, out var user))
            input.Refuse("delegate", $"Invalid pk \"{id}\" - object does not exist.");
        else if (world.Projects[_patch.Item.Project].Item is var project && !project.Maintainers.Contains(id))
            input.Refuse("delegate", $"User '{user.Item.Name}' is not a maintainer for project '{project.Name}'");
        _edits.Add((row, each) => row.Delegate = each.Users[id]);
    }
}
