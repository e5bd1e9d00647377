using Hookwork.Archive.Cursors;
using Hookwork.Archive.Resources;
using Hookwork.Input;
using Hookwork.Patchwork;
using Hookwork.Patchwork.Resources;

namespace Hookwork.Ingest;

/// <summary>
/// The followed server, once it is known to be the archive's, and its projects as the settings choose them.
/// </summary>
public sealed class Upstream(
    PatchworkClient client,
    PatchworkSettings settings,
    ArchivedServer server,
    EmbeddedStore embedded,
    ProjectNames names,
    CursorStore cursors,
    TimeProvider time
)
{
    /// <summary>More projects than this are polled together.</summary>
    private const int MostPolledAlone = 5;

    /// <summary>
    /// How far apart projects may have been read to their ends, for one poll of all to go on where theirs stood. A slow
    /// server takes minutes for a hundred projects, one by one.
    /// </summary>
    public static readonly TimeSpan LongestRound = TimeSpan.FromMinutes(10);

    /// <summary>Polls of a project that failed this often in a row do not keep all from being polled together.</summary>
    private const int MostFailures = 60;

    /// <summary>How often the server is asked for projects that are new.</summary>
    private static readonly TimeSpan AskEvery = TimeSpan.FromHours(1);

    private volatile IReadOnlyList<Project>? _projects;

    private volatile ServerIdentity? _identity;

    /// <summary>When it was last asked, in ticks of UTC.</summary>
    private long _askedAt;

    /// <summary>Whether nothing is left to read before all are polled together.</summary>
    private volatile bool _isJoined;

    /// <summary>The ids of the followed projects, requested from the server once and archived.</summary>
    /// <exception cref="SettingsException">A project is missing.</exception>
    /// <exception cref="OtherServerException">The archive is of another server.</exception>
    /// <exception cref="UpstreamException">The server does not answer.</exception>
    public async Task<IReadOnlyList<long>> ProjectsAsync(CancellationToken cancellationToken) =>
        [.. (await FollowedAsync(cancellationToken)).Select(project => project.Id)];

    /// <summary>
    /// The followed projects as of the last request to the server; throws as <see cref="ProjectsAsync"/> does.
    /// </summary>
    public async Task<IReadOnlyList<Project>> FollowedAsync(CancellationToken cancellationToken) =>
        _projects ?? await AskAsync(cancellationToken);

    /// <summary>The events of followed projects; throws as <see cref="ProjectsAsync"/> does.</summary>
    public async Task<IReadOnlyList<ReadEvent>> OfFollowedAsync(
        IReadOnlyList<ReadEvent> events,
        CancellationToken cancellationToken
    )
    {
        var followed = await ProjectsAsync(cancellationToken);
        // Where every project is followed, one that is not known yet is new on the server.
        if (settings.Projects.Count == 0 && !events.All(IsFollowed))
        {
            await CompareAsync(cancellationToken);
            followed = await ProjectsAsync(cancellationToken);
        }
        return [.. events.Where(IsFollowed)];

        bool IsFollowed(ReadEvent item) => item.Event.Project is not { } project || followed.Contains(project.Id);
    }

    /// <summary>
    /// Requests the server's identity and projects again; throws as <see cref="ProjectsAsync"/> does.
    /// </summary>
    public async Task CompareAsync(CancellationToken cancellationToken)
    {
        try
        {
            await AskAsync(cancellationToken);
        }
        catch (OtherServerException)
        {
            // Stops ingest from this server.
            _projects = null;
            throw;
        }
    }

    /// <summary>Archives a followed project as it is now; its changes raise no event.</summary>
    public async Task RenewAsync(long project, CancellationToken cancellationToken)
    {
        var requestedAt = time.GetUtcNow();
        if (await client.ProjectAsync(project.ToString(), cancellationToken) is { } fetched)
        {
            await embedded.PutAsync(EmbeddedKind.Project, project, fetched.Json, requestedAt, cancellationToken);
            names.Forget();
        }
    }

    /// <summary>
    /// The cursors to poll: one for each project, or one for all if there are many. Where every project is followed, only
    /// the events of all show one that is new on the server.
    /// </summary>
    public async Task<IReadOnlyList<long>> PollsAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().Ticks;
        if (
            settings.Projects.Count == 0
            && _projects is { Count: <= MostPolledAlone }
            && now - Volatile.Read(ref _askedAt) >= AskEvery.Ticks
        )
        {
            Volatile.Write(ref _askedAt, now);
            try
            {
                await CompareAsync(cancellationToken);
            }
            // If the server is down, the polls say so.
            catch (UpstreamException) { }
        }
        var followed = await FollowedAsync(cancellationToken);
        var polls = PollsOf(followed);
        return polls is [Cursor.AllProjects] && !await AreJoinedAsync(followed, cancellationToken)
            ? [.. followed.Select(project => project.Id)]
            : polls;
    }

    /// <summary>
    /// Whether projects that were polled alone can be polled together. That poll begins at the newest event of them all,
    /// so each is read to its end before.
    /// </summary>
    private async Task<bool> AreJoinedAsync(IReadOnlyList<Project> followed, CancellationToken cancellationToken)
    {
        if (_isJoined)
            return true;
        var known = await cursors.AllAsync(cancellationToken);
        var newest = known.Max(cursor => cursor.CaughtUpAt);
        return _isJoined =
            known.Count == 0
            || known.Any(cursor => cursor.Project == Cursor.AllProjects)
            || followed.All(project =>
                known.FirstOrDefault(cursor => cursor.Project == project.Id) is { } alone
                && (alone.Failures >= MostFailures || newest - alone.CaughtUpAt <= LongestRound)
            );
    }

    /// <summary>
    /// Whether the server got a project since every one is followed, so that each of its events is new. For
    /// <see cref="Cursor.AllProjects"/>, whether it got any.
    /// </summary>
    public bool IsNew(long project) =>
        project == Cursor.AllProjects
            ? _projects?.Any(followed => followed.Id > _identity?.LastProject) == true
            : project > _identity?.LastProject;

    /// <summary>
    /// The cursors that are polled. That of a project that is not followed any more, or polled with all others, stays as
    /// it was. Until the server was asked, every cursor counts as polled.
    /// </summary>
    public IReadOnlyList<Cursor> Polled(IReadOnlyList<Cursor> all)
    {
        if (_projects is not { } followed)
            return all;
        var polls = PollsOf(followed);
        // Before the first poll of all, each may be polled alone.
        if (polls is [Cursor.AllProjects] && all.All(cursor => cursor.Project != Cursor.AllProjects))
            polls = [.. followed.Select(project => project.Id)];
        return [.. all.Where(cursor => polls.Contains(cursor.Project))];
    }

    /// <summary>
    /// Checks the settings against the server. An unreachable server is an error only before the first poll.
    /// </summary>
    /// <exception cref="SettingsException">The host cannot start.</exception>
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
                    $"Patchwork__Url is {settings.Url}, where no Patchwork answers: check that it is the root of a Patchwork server with its REST API on, and that nothing blocks this host ({Printable.Escape(exception.Message).TrimEnd('.')})."
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

    private static IReadOnlyList<long> PollsOf(IReadOnlyList<Project> followed) =>
        followed.Count > MostPolledAlone ? [Cursor.AllProjects] : [.. followed.Select(project => project.Id)];

    private async Task<bool> NeverPolledAsync(CancellationToken cancellationToken) =>
        (await cursors.AllAsync(cancellationToken)).Count == 0;

    private async Task<IReadOnlyList<Project>> AskAsync(CancellationToken cancellationToken)
    {
        var requestedAt = time.GetUtcNow();
        var all = await client.ProjectsAsync(cancellationToken);
        _identity = await server.CompareAsync([.. all.Select(project => project.Value)], cancellationToken);
        var followed = settings.Projects.Count == 0 ? all : await NamedAsync(all, cancellationToken);
        foreach (var project in followed)
            await embedded.PutAsync(
                EmbeddedKind.Project,
                project.Value.Id,
                project.Json,
                requestedAt,
                cancellationToken
            );
        // A page may have read them before, as on the first start.
        names.Forget();
        Volatile.Write(ref _askedAt, requestedAt.Ticks);
        return _projects = [.. followed.Select(project => project.Value).OrderBy(project => project.Id)];
    }

    private async Task<IReadOnlyList<Fetched<Project>>> NamedAsync(
        IReadOnlyList<Fetched<Project>> all,
        CancellationToken cancellationToken
    )
    {
        List<Fetched<Project>> projects = [];
        foreach (var name in settings.Projects.Distinct(StringComparer.Ordinal))
        {
            projects.Add(
                all.FirstOrDefault(project =>
                    new ProjectName(project.Value.Id, project.Value.LinkName ?? "", "").Is(name)
                )
                    ?? await RenamedAsync(name, all, cancellationToken)
                    ?? throw new SettingsException(
                        $"Patchwork__Projects names '{Printable.Escape(name)}', which {settings.Url} does not have: give link names as {settings.Url}api/projects/ lists them."
                    )
            );
        }
        return [.. projects.DistinctBy(project => project.Value.Id)];
    }

    /// <summary>The project that had a link name when it was archived; null if none had.</summary>
    private async Task<Fetched<Project>?> RenamedAsync(
        string name,
        IReadOnlyList<Fetched<Project>> all,
        CancellationToken cancellationToken
    )
    {
        var archived = await names.AllAsync(cancellationToken);
        var renamed = archived.FirstOrDefault(known =>
            known.Is(name) || known.Former.Contains(name, StringComparer.OrdinalIgnoreCase)
        );
        return all.FirstOrDefault(project => project.Value.Id == renamed?.Id);
    }
}
