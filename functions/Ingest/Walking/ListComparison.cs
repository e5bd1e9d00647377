using System.Text.Json;
using Hookwork.Archive.Resources;
using Hookwork.Input;

namespace Hookwork.Ingest.Walking;

/// <summary>Compares a resource in a list of the server with the archived one.</summary>
public static class ListComparison
{
    /// <summary>
    /// References to other resources, compared by id, and mails by their address too, which says in which project they
    /// are.
    /// </summary>
    private static readonly string[] References =
    [
        "project",
        "submitter",
        "delegate",
        "owner",
        "series",
        "patches",
        "cover_letter",
        "related",
        "dependencies",
        "dependents",
        "supersedes",
        "superseded",
    ];

    /// <summary>
    /// Composed of the project's format when it is read. All mails have another address once that changes, and need not
    /// be fetched for it.
    /// </summary>
    private const string Composed = "list_archive_url";

    /// <summary>What a series depends on, which a project may stop showing.</summary>
    private static readonly string[] MayBeHidden = ["dependencies", "dependents"];

    /// <summary>
    /// The parts to fetch again; none if every listed field equals the archived one, and the list lacks no field that a
    /// project may hide.
    /// </summary>
    /// <param name="projects">Every archived project: with its link name, the addresses of its resources change.</param>
    public static Part Differing(JsonElement listed, JsonElement archived, IReadOnlyList<ProjectName> projects)
    {
        var parts = Part.None;
        foreach (var item in listed.EnumerateObject())
        {
            if (
                !archived.TryGetProperty(item.Name, out var stored)
                || (item.Name != Composed && !AreEqual(item, stored, projects))
            )
                parts |= PartsOf(item.Name);
        }
        return Array.Exists(MayBeHidden, name => archived.Field(name) is not null && listed.Field(name) is null)
            ? parts | Part.Detail
            : parts;
    }

    private static Part PartsOf(string name) =>
        name switch
        {
            "check" => Part.Detail | Part.Checks,
            // Patchwork names the delegate in the mbox.
            "delegate" => Part.Detail | Part.Mbox,
            _ => Part.Detail,
        };

    private static bool AreEqual(JsonProperty listed, JsonElement stored, IReadOnlyList<ProjectName> projects) =>
        References.Contains(listed.Name, StringComparer.Ordinal) ? AreSame(listed.Value, stored, projects)
        : listed.Name is "web_url" or "mbox"
        && listed.Value.ValueKind == JsonValueKind.String
        && stored.ValueKind == JsonValueKind.String
            ? listed.Value.GetString() == ProjectNames.Current(stored.GetString()!, projects)
        : JsonElement.DeepEquals(listed.Value, stored);

    private static bool AreSame(JsonElement listed, JsonElement stored, IReadOnlyList<ProjectName> projects) =>
        Ids(listed).SetEquals(Ids(stored)) && Addresses(stored, projects).IsSubsetOf(Addresses(listed, projects));

    /// <summary>The ids of resources. Some lists name resources by address only.</summary>
    private static HashSet<string> Ids(JsonElement reference) =>
        [
            .. reference
                .Items()
                .Select(item => item.ValueKind == JsonValueKind.String ? item.GetString() : item.Id()?.ToString())
                .OfType<string>(),
        ];

    /// <summary>The addresses of mails; old servers omit them.</summary>
    private static HashSet<string> Addresses(JsonElement reference, IReadOnlyList<ProjectName> projects) =>
        [
            .. reference
                .Items()
                .Select(item => item.Text("mbox"))
                .OfType<string>()
                .Select(address => ProjectNames.Current(address, projects)),
        ];
}
