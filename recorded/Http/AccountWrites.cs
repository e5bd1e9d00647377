using System.Text.Json.Nodes;
using Hookwork.Recorded.Resources;

namespace Hookwork.Recorded.Http;

/// <summary>
/// The view of a user, with settings only for that user, and the writes to users and projects, as in
/// <c>patchwork/api/user.py</c> and <c>project.py</c>.
/// </summary>
internal sealed class AccountWrites(Ledger ledger)
{
    private static readonly string[] OfUser = ["first_name", "last_name"];
    private static readonly string[] OfProject =
    [
        "web_url",
        "scm_url",
        "webscm_url",
        "list_archive_url",
        "list_archive_url_format",
        "commit_url_format",
    ];

    /// <summary>Shows or changes a user.</summary>
    public Answer User(Call call, ItemRow? user)
    {
        if (user is null)
            return Answer.Detail(404, "Not found.");
        if (!call.IsRead)
        {
            if (call.User?.Id != user.Id)
                return Writes.NotAllowed(call);
            if (Edit(call, world => world.Users[user.Id], OfUser, out var input) is { } refusal)
                return refusal;
            if (call.Version.Minor >= 2 && input!["settings"] is JsonObject settings)
                ledger.Edit(world =>
                {
                    foreach (var (name, value) in settings)
                        world.SettingsOf(user.Id)[name] = value?.DeepClone();
                });
        }

        var shown = user.Render(call.View(Shape.Detailed));
        if (call.User?.Id != user.Id || call.Version.Minor < 2)
            return new Answer(200, Answer.Json, shown);
        var own = JsonNode.Parse(shown)!.AsObject();
        own["settings"] = ledger.World.SettingsOf(user.Id).DeepClone();
        return Answer.Of(own);
    }

    /// <summary>Changes a project.</summary>
    public Answer Project(Call call, ItemRow project) =>
        call.User is not { } user || !project.Item.Maintainers.Contains(user.Id)
            ? Writes.NotAllowed(call)
            : Edit(call, world => world.Projects[project.Id], OfProject, out _) ?? Answer.Of(project, call);

    /// <summary>Changes the given text fields; others are ignored.</summary>
    private Answer? Edit(Call call, Func<World, ItemRow> row, string[] fields, out Input? input)
    {
        if (Input.Read(call, out input) is { } unreadable)
            return unreadable;
        foreach (var field in fields.Where(input!.Has))
        {
            if (input.Text(field) is { } text)
                ledger.Edit(world => row(world).Edit(field, text));
            else
                input.Refuse(field, "This field may not be null.");
        }

        return input.Refusal;
    }
}
