using Hookwork.Input;
using Microsoft.Extensions.Logging;

namespace Hookwork.Archive.Resources;

/// <summary>Finds projects by link name. They are few, so all are read together and cached for a few minutes.</summary>
public sealed partial class ProjectNames(EmbeddedStore embedded, TimeProvider time, ILogger<ProjectNames> logger)
{
    private const string Path = "/project/";
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    /// <summary>The longest wait for them if some were read before.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    /// <summary>The time between two attempts while Storage fails.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private Reading _read = new(default, null);

    /// <summary>Every project, by id. While Storage fails, they are those that were read before.</summary>
    public async Task<IReadOnlyList<ProjectName>> AllAsync(CancellationToken cancellationToken)
    {
        var (former, now) = (Volatile.Read(ref _read), time.GetUtcNow());
        if (former.Projects is { } known && now - former.At <= Fresh)
            return known;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (former.Projects is not null)
            limit.CancelAfter(LongestWait);
        try
        {
            var projects = await ReadAsync(limit.Token);
            // If one changed meanwhile, they are read anew next time.
            Interlocked.CompareExchange(ref _read, new Reading(now, projects), former);
            return projects;
        }
        catch (Exception exception) when (former.Projects is not null && !cancellationToken.IsCancellationRequested)
        {
            Log.Former(logger, exception.Message);
            Interlocked.CompareExchange(ref _read, former with { At = now - Fresh + Pause }, former);
            return former.Projects;
        }
    }

    /// <summary>Reads them anew next time, since one changed.</summary>
    public void Forget() => Volatile.Write(ref _read, Volatile.Read(ref _read) with { At = default });

    /// <summary>The id of the project with this link name, ignoring case, or id; null if there is none.</summary>
    public async Task<long?> FindAsync(string linkNameOrId, CancellationToken cancellationToken) =>
        (await AllAsync(cancellationToken)).FirstOrDefault(project => project.Is(linkNameOrId))?.Id;

    /// <summary>The id of the project with exactly this link name, or id; null if there is none.</summary>
    public async Task<long?> NamedAsync(string linkNameOrId, CancellationToken cancellationToken) =>
        (await AllAsync(cancellationToken))
            .FirstOrDefault(project =>
                project.LinkName == linkNameOrId
                || (project.Is(linkNameOrId) && PythonNumber.TryRead(linkNameOrId, out _))
            )
            ?.Id;

    /// <summary>
    /// An archived address with the link name that its project has now: upstream makes addresses for each answer.
    /// </summary>
    /// <param name="address">Relative to the server, such as <c>/project/{link name}/patch/…</c>; others stay as they
    /// are.</param>
    /// <param name="projects">Every project, as <see cref="AllAsync"/> reads them.</param>
    public static string Current(string address, IReadOnlyList<ProjectName> projects)
    {
        if (
            !address.StartsWith(Path, StringComparison.Ordinal)
            || address.IndexOf('/', Path.Length) is not (> 0 and var end)
        )
            return address;
        var name = Uri.UnescapeDataString(address[Path.Length..end]);
        return
            projects.All(project => project.LinkName != name)
            && projects.FirstOrDefault(project => project.Former.Contains(name, StringComparer.Ordinal)) is { } renamed
            ? $"{Path}{Uri.EscapeDataString(renamed.LinkName)}{address[end..]}"
            : address;
    }

    /// <summary>The id of the project with exactly this link name; null if there is none.</summary>
    public async Task<long?> LinkedAsync(string linkName, CancellationToken cancellationToken) =>
        (await AllAsync(cancellationToken)).FirstOrDefault(project => project.LinkName == linkName)?.Id;

    private async Task<IReadOnlyList<ProjectName>> ReadAsync(CancellationToken cancellationToken)
    {
        List<(ProjectName Project, DateTimeOffset At)> read = [];
        await foreach (var (id, json, former, at) in embedded.ProjectsAsync(cancellationToken))
            read.Add((ProjectName.Of(id, json) with { Former = former, Json = json }, at));
        return
        [
            .. read.Select(one => IsTaken(one) ? one.Project with { LinkName = $"{one.Project.Id}" } : one.Project)
                .OrderBy(project => project.Id),
        ];

        // The server deleted this project, and another one has its name now. Only its id still identifies it.
        bool IsTaken((ProjectName Project, DateTimeOffset At) one) =>
            read.Exists(other => other.At > one.At && other.Project.LinkName == one.Project.LinkName);
    }

    private static partial class Log
    {
        [LoggerMessage(
            LogLevel.Warning,
            "The projects cannot be read, so those that were read before are used ({Reason})"
        )]
        public static partial void Former(ILogger logger, string reason);
    }

    /// <summary>What was read, and when; null until then.</summary>
    private sealed record Reading(DateTimeOffset At, IReadOnlyList<ProjectName>? Projects);
}
