using System.Text.Json;
using Hookwork.Input;

namespace Hookwork.Archive.Resources;

/// <summary>A project and its link name.</summary>
/// <param name="ListArchiveUrlFormat">The URL of a mail in the list's archive, with <c>{}</c> for its Message-ID; empty
/// if upstream has none.</param>
public sealed record ProjectName(long Id, string LinkName, string ListArchiveUrlFormat)
{
    /// <summary>The link names that it had before.</summary>
    public IReadOnlyList<string> Former { get; init; } = [];

    /// <summary>The project's JSON; empty if only its name is known.</summary>
    public ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>Reads a project's JSON.</summary>
    public static ProjectName Of(long id, ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var project = document.RootElement;
        return new ProjectName(id, project.Text("link_name") ?? "", project.Text("list_archive_url_format") ?? "");
    }

    /// <summary>
    /// The address of a mail in the list's archive. Patchwork composes it for each request, so a new format is that of
    /// all mails at once.
    /// </summary>
    /// <param name="messageId">With its angle brackets.</param>
    /// <param name="archived">What the archive has, for a format without <c>{}</c>.</param>
    public string? ArchiveUrlOf(string messageId, string? archived) =>
        ListArchiveUrlFormat.Length == 0 || messageId.Length == 0 ? null
        : ListArchiveUrlFormat.Contains("{}", StringComparison.Ordinal)
            ? ListArchiveUrlFormat.Replace("{}", messageId.Trim('<', '>'), StringComparison.Ordinal)
        : archived;

    /// <summary>Whether this is its link name, ignoring case, or its id.</summary>
    public bool Is(string linkNameOrId) =>
        string.Equals(LinkName, linkNameOrId, StringComparison.OrdinalIgnoreCase)
        || (PythonNumber.TryRead(linkNameOrId, out var id) && id == Id);
}
