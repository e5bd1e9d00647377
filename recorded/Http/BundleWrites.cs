using System.Text.Json.Nodes;
using Hookwork.Recorded.Resources;

namespace Hookwork.Recorded.Http;

/// <summary>The writes to bundles, validated as in <c>patchwork/api/bundle.py</c>.</summary>
internal sealed class BundleWrites(Ledger ledger)
{
    /// <summary>Handles POST.</summary>
    public Answer Create(Call call)
    {
        if (TooOld(call) is { } tooOld)
            return tooOld;
        if (call.User is not { } owner)
            return Writes.NotAllowed(call);
        if (Input.Read(call, out var input) is { } unreadable)
            return unreadable;

        var (name, isPublic, patches) = (Name(input!, true), Public(input!), Patches(input!, true));
        if (input!.Refusal is { } refusal)
            return refusal;

        var id = ledger.TakeBundleId();
        ledger.Edit(world => world.PutBundle(id, owner.Id, name!, isPublic ?? false, patches!));
        var shown = Answer.Of(ledger.World.Bundles[id], call);
        return shown with { Status = 201, Headers = [("Location", (string)JsonNode.Parse(shown.Body.Span)!["url"]!)] };
    }

    /// <summary>Handles PATCH, PUT and DELETE.</summary>
    public Answer Change(Call call, BundleRow? bundle)
    {
        if (TooOld(call) is { } tooOld)
            return tooOld;
        if (bundle is null)
            return Answer.Detail(404, "Not found.");
        if (bundle.Owner.Id != call.User?.Id)
            return Writes.NotAllowed(call);
        if (call.Method == "DELETE")
        {
            ledger.Edit(world => world.Bundles.Remove(bundle.Id));
            return new Answer(204, Answer.Json, default);
        }

        if (Input.Read(call, out var input) is { } unreadable)
            return unreadable;
        var whole = call.Method == "PUT";
        var (name, isPublic, patches) = (Name(input!, whole), Public(input!), Patches(input!, whole));
        if (input!.Refusal is { } refusal)
            return refusal;

        ledger.Edit(world =>
            world.PutBundle(
                bundle.Id,
                bundle.Owner.Id,
                name ?? bundle.Item.Name,
                isPublic ?? bundle.IsPublic,
                patches ?? [.. bundle.Patches.Select(patch => patch.Id)]
            )
        );
        return Answer.Of(ledger.World.Bundles[bundle.Id], call);
    }

    private static Answer? TooOld(Call call) =>
        call.Version.Minor < 2 ? Answer.Detail(405, $"Method \"{call.Method}\" not allowed.") : null;

    private static string? Name(Input input, bool isRequired)
    {
        if (isRequired)
            input.Require("name");
        if (!input.Has("name"))
            return null;
        var name = input.Text("name")?.Trim();
        if (string.IsNullOrEmpty(name))
            input.Refuse("name", $"This field may not be {(name is null ? "null" : "blank")}.");
        else if (name.Length > 50)
            input.Refuse("name", "Ensure this field has no more than 50 characters.");
        return name;
    }

    private static bool? Public(Input input) => input.Has("public") ? input.Boolean("public", mayBeNull: false) : null;

    private IReadOnlyList<long>? Patches(Input input, bool isRequired)
    {
        if (isRequired)
            input.Require("patches");
        if (!input.Has("patches"))
            return null;
        var patches = input.Patches("patches", ledger.World);
        if (patches.Count == 0)
            input.Refuse("patches", "Bundles cannot be empty");
        else if (patches.DistinctBy(patch => patch.Item.Project).Count() > 1)
            input.Refuse("patches", "Bundle patches must belong to the same project");
        return [.. patches.Select(patch => patch.Id).Distinct()];
    }
}
