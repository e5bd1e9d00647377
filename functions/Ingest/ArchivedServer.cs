using Hookwork.Archive.Cursors;
using Hookwork.Input;
using Hookwork.Patchwork;
using Hookwork.Patchwork.Resources;
using Microsoft.Extensions.Logging;

namespace Hookwork.Ingest;

/// <summary>Checks that the followed server is the archive's. The first check records the server's identity.</summary>
public sealed partial class ArchivedServer(
    PatchworkClient client,
    PatchworkSettings settings,
    ServerStore store,
    ILogger<ArchivedServer> logger
)
{
    /// <summary>
    /// Makes one request to the server; a second one if its oldest patch is not known or was deleted.
    /// </summary>
    /// <param name="projects">All projects of the server.</param>
    /// <returns>The identity as it is recorded now.</returns>
    /// <exception cref="OtherServerException">The archive is of another server.</exception>
    /// <exception cref="UpstreamException">The server does not answer.</exception>
    public async Task<ServerIdentity> CompareAsync(
        IReadOnlyCollection<Project> projects,
        CancellationToken cancellationToken
    )
    {
        var oldest = projects.MinBy(project => project.Id);
        var seen = new ServerIdentity(settings.Url, oldest?.Id, oldest?.ListId, oldest?.LinkName, null, null, null);
        var newest = projects.Max(project => (long?)project.Id) ?? 0;
        while (true)
        {
            var (archived, version) = await store.ReadAsync(cancellationToken);
            var now = await SameAsync(archived, seen, cancellationToken);
            if (now is null)
            {
                if (settings.MovedFrom != archived!.Address)
                    throw await OtherAsync(archived, seen, cancellationToken);
                now = await WithPatchAsync(seen, cancellationToken);
            }
            now = now with { LastProject = settings.Projects.Count > 0 ? null : archived?.LastProject ?? newest };
            if (now != archived && !await store.TryWriteAsync(now, version, cancellationToken))
                continue;
            if (archived is not null && archived.Address != now.Address)
                Log.Moved(logger, archived.Address, now.Address);
            return now;
        }
    }

    /// <summary>The identity to record; null if the server is not the archive's.</summary>
    private async Task<ServerIdentity?> SameAsync(
        ServerIdentity? archived,
        ServerIdentity seen,
        CancellationToken cancellationToken
    )
    {
        if (archived is null)
            return await WithPatchAsync(seen, cancellationToken);
        if (archived.Patch is not { } patch)
            return HasSameProject(archived, seen) ? await WithPatchAsync(seen, cancellationToken) : null;
        if (await client.PatchAsync(patch, cancellationToken) is { } found)
            return found.Value.Msgid == archived.MessageId
                ? seen with
                {
                    Patch = patch,
                    MessageId = archived.MessageId,
                }
                : null;
        // The oldest patch may be deleted. The next oldest then has a greater id.
        var now = await WithPatchAsync(seen, cancellationToken);
        return HasSameProject(archived, seen) && (now.Patch > patch || now.MessageId == archived.MessageId)
            ? now
            : null;
    }

    /// <summary>A renamed project keeps its list. A project that gets another list mostly keeps its name.</summary>
    private static bool HasSameProject(ServerIdentity archived, ServerIdentity seen) =>
        archived.Project is null
        || (archived.Project == seen.Project && (archived.ListId == seen.ListId || archived.LinkName == seen.LinkName));

    private async Task<ServerIdentity> WithPatchAsync(ServerIdentity seen, CancellationToken cancellationToken)
    {
        var oldest = await client.OldestPatchAsync(cancellationToken);
        return seen with { Patch = oldest?.Value.Id, MessageId = oldest?.Value.Msgid };
    }

    private async Task<OtherServerException> OtherAsync(
        ServerIdentity archived,
        ServerIdentity seen,
        CancellationToken cancellationToken
    )
    {
        var other = await WithPatchAsync(seen, cancellationToken);
        return new OtherServerException(
            $"The archive in this storage belongs to another Patchwork server ({archived.Address}, {Describe(archived)}) than Patchwork__Url names "
                + $"({other.Address}, {Describe(other)}): set Patchwork__Url to the archive's server, give the new one storage of its own "
                + $"(another account; in selfhost another folder), or, if both are the same server, set Patchwork__MovedFrom to {archived.Address}."
        );
    }

    private static string Describe(ServerIdentity server) =>
        $"oldest project {(server.Project is { } project ? $"{project}, {Printable.Escape(server.LinkName)}" : "none")}, "
        + $"oldest patch {(server.Patch is { } patch ? $"{patch}, {Printable.Escape(server.MessageId)}" : "none")}";

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The Patchwork server of this archive has moved from {From} to {To}.")]
        public static partial void Moved(ILogger logger, Uri from, Uri to);
    }
}
