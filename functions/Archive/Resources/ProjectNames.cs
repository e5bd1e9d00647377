using System.Text.Json;

namespace Hookwork.Archive.Resources;

/// <summary>Finds projects by link name. They are few, so all are read together and cached for a minute.</summary>
public sealed class ProjectNames(EmbeddedStore embedded, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);
    private (DateTimeOffset At, IReadOnlyList<ProjectName> Projects)? _read;

    /// <summary>Every project, by id.</summary>
    public async Task<IReadOnlyList<ProjectName>> AllAsync(CancellationToken cancellationToken)
    {
        if (_read is not { } read || time.GetUtcNow() - read.At > Fresh)
            _read = read = (time.GetUtcNow(), await ReadAsync(cancellationToken));
        return read.Projects;
    }

    /// <summary>The id of the project with this link name, ignoring case, or id; null if there is none.</summary>
    public async Task<long?> FindAsync(string linkNameOrId, CancellationToken cancellationToken) =>
        (await AllAsync(cancellationToken)).FirstOrDefault(project => project.Is(linkNameOrId))?.Id;

    /// <summary>The id of the project with exactly this link name, or id; null if there is none.</summary>
    public async Task<long?> NamedAsync(string linkNameOrId, CancellationToken cancellationToken) =>
        (await AllAsync(cancellationToken))
            .FirstOrDefault(project =>
                project.LinkName == linkNameOrId || (project.Is(linkNameOrId) && long.TryParse(linkNameOrId, out _))
            )
            ?.Id;

    private async Task<IReadOnlyList<ProjectName>> ReadAsync(CancellationToken cancellationToken)
    {
        List<ProjectName> projects = [];
        await foreach (var (id, json) in embedded.AllAsync(EmbeddedKind.Project, cancellationToken))
        {
            using var document = JsonDocument.Parse(json);
            projects.Add(
                new ProjectName(
                    id,
                    Text(document.RootElement, "link_name"),
                    Text(document.RootElement, "list_archive_url_format")
                )
            );
        }
        projects.Sort((one, other) => one.Id.CompareTo(other.Id));
        return projects;
    }

    private static string Text(JsonElement project, string name) =>
        project.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";
}
