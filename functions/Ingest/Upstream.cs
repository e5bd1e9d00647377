using System.Globalization;
using Hookwork.Archive.Cursors;
using Hookwork.Archive.Resources;
using Hookwork.Input;
using Hookwork.Patchwork;
using Hookwork.Patchwork.Resources;

namespace Hookwork.Ingest;

/// <summary>
/// The server this deployment follows, once it is known to be the archive's: its projects as the settings choose them.
/// </summary>
public sealed class Upstream(
    PatchworkClient client,
    PatchworkSettings settings,
    ArchivedServer server,
    EmbeddedStore embedded,
    CursorStore cursors,
    TimeProvider time
)
{
    /// <summary>More projects than this are polled together.</summary>
    private const int MostPolledAlone = 5;

    private volatile IReadOnlyList<Project>? _projects;

    /// <summary>The ids of the followed projects, asked of the server once and archived.</summary>
    /// <exception cref="SettingsException">The address is no Patchwork, or a project is not there.</exception>
    /// <exception cref="OtherServerException">The archive is of another server.</exception>
    /// <exception cref="UpstreamException">The server does not answer.</exception>
    public async Task<IReadOnlyList<long>> ProjectsAsync(CancellationToken cancellationToken) =>
        [.. (await FollowedAsync(cancellationToken)).Select(project => project.Id)];

    /// <summary>
    /// The followed projects as the server showed them when it was asked; exceptions as of <see cref="ProjectsAsync"/>.
    /// </summary>
    public async Task<IReadOnlyList<Project>> FollowedAsync(CancellationToken cancellationToken) =>
        _projects ?? await AskAsync(cancellationToken);

    /// <summary>
    /// Asks the server anew which one it is and what it has; exceptions as of <see cref="ProjectsAsync"/>.
    /// </summary>
    public async Task CompareAsync(CancellationToken cancellationToken)
    {
        try
        {
            await AskAsync(cancellationToken);
        }
        catch (OtherServerException)
        {
            // Nothing more is taken from it.
            _projects = null;
            throw;
        }
    }

    /// <summary>Archives a followed project as it is now; a change of it raises no event.</summary>
    public async Task RenewAsync(long project, CancellationToken cancellationToken)
    {
        var requestedAt = time.GetUtcNow();
        if (await client.ProjectAsync(project.ToString(CultureInfo.InvariantCulture), cancellationToken) is { } fetched)
            await embedded.PutAsync(EmbeddedKind.Project, project, fetched.Json, requestedAt, cancellationToken);
    }

    /// <summary>The cursors to poll by: one for each project, or one for all where they are many.</summary>
    public async Task<IReadOnlyList<long>> PollsAsync(CancellationToken cancellationToken)
    {
        var projects = await ProjectsAsync(cancellationToken);
        return projects.Count > MostPolledAlone ? [Cursor.AllProjects] : projects;
    }

    /// <summary>
    /// Checks the settings against the server; one that cannot be reached is an error only while nothing was ever
    /// polled.
    /// </summary>
    /// <exception cref="SettingsException">The start cannot go on.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ProjectsAsync(cancellationToken);
        }
        catch (UpstreamBlockedException exception)
        {
            if (await NeverPolledAsync(cancellationToken))
                throw new SettingsException(
                    $"Patchwork__Url is {settings.Url}, which gives no JSON: check that it is the root of a Patchwork server with its REST API on, and that nothing blocks this host ({Printable.Escape(exception.Message).TrimEnd('.')})."
                );
        }
        catch (UpstreamException exception)
        {
            if (await NeverPolledAsync(cancellationToken))
                throw new SettingsException(
                    $"Patchwork__Url is {settings.Url}, which does not answer: check the address and that the server is up ({Printable.Escape(exception.Message).TrimEnd('.')})."
                );
        }
    }

    private async Task<bool> NeverPolledAsync(CancellationToken cancellationToken) =>
        (await cursors.AllAsync(cancellationToken)).Count == 0;

    private async Task<IReadOnlyList<Project>> AskAsync(CancellationToken cancellationToken)
    {
        var requestedAt = time.GetUtcNow();
        await client.ProbeAsync(cancellationToken);
        var all = await client.ProjectsAsync(cancellationToken);
        await server.CompareAsync([.. all.Select(project => project.Value)], cancellationToken);
        var followed = settings.Projects.Count == 0 ? all : Named(all);
        foreach (var project in followed)
            await embedded.PutAsync(
                EmbeddedKind.Project,
                project.Value.Id,
                project.Json,
                requestedAt,
                cancellationToken
            );
        return _projects = [.. followed.Select(project => project.Value).OrderBy(project => project.Id)];
    }

    private IReadOnlyList<Fetched<Project>> Named(IReadOnlyList<Fetched<Project>> all)
    {
        List<Fetched<Project>> projects = [];
        foreach (var name in settings.Projects.Distinct(StringComparer.Ordinal))
        {
            projects.Add(
                all.FirstOrDefault(project =>
                    new ProjectName(project.Value.Id, project.Value.LinkName ?? "", "").Is(name)
                )
                    ?? throw new SettingsException(
                        $"Patchwork__Projects names '{Printable.Escape(name)}', which {settings.Url} does not have: give link names as {settings.Url}api/projects/ lists them."
                    )
            );
        }
        return [.. projects.DistinctBy(project => project.Value.Id)];
    }
}
