using Hookwork.Archive.Cursors;
using Hookwork.Input;
using Hookwork.Patchwork;
using Hookwork.Patchwork.Resources;
using Microsoft.Extensions.Logging;

namespace Hookwork.Ingest;

/// <summary>
/// Compares the server that is followed with the one that the archive is of; the first comparison writes down which
/// that is.
/// </summary>
public sealed partial class ArchivedServer(
    PatchworkClient client,
    PatchworkSettings settings,
    ServerStore store,
    ILogger<ArchivedServer> logger
)
{
    /// <summary>Costs one request to the server; a second one where its oldest patch is not known or gone.</summary>
    /// <param name="projects">All projects of the server.</param>
    /// <exception cref="OtherServerException">They are two servers.</exception>
    /// <exception cref="UpstreamException">The server does not answer.</exception>
    public async Task CompareAsync(IReadOnlyCollection<Project> projects, CancellationToken cancellationToken)
    {
        var oldest = projects.MinBy(project => project.Id);
        var seen = new ServerIdentity(settings.Url, oldest?.Id, oldest?.ListId, oldest?.LinkName, null, null);
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
            if (now != archived && !await store.TryWriteAsync(now, version, cancellationToken))
                continue;
            if (archived is not null && archived.Address != now.Address)
                Log.Moved(logger, archived.Address, now.Address);
            return;
        }
    }

    /// <summary>What is to be written down of the server; null if it is another than the archive's.</summary>
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
        // The oldest patch of a server may be deleted; no patch becomes older than it.
        var now = await WithPatchAsync(seen, cancellationToken);
        return HasSameProject(archived, seen) && (now.Patch > patch || now.MessageId == archived.MessageId)
            ? now
            : null;
    }

    /// <summary>
    /// A project keeps its list when it gets another name, and mostly its name when it gets another list.
    /// </summary>
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
            $"The archive in this storage is of another Patchwork server ({archived.Address}, {Describe(archived)}) than Patchwork__Url names "
                + $"({other.Address}, {Describe(other)}): set Patchwork__Url to the archive's server, give this one storage of its own "
                + $"(another account; in selfhost another folder), or, if they are the same, set Patchwork__MovedFrom to {archived.Address}."
        );
    }

    private static string Describe(ServerIdentity server) =>
        $"oldest project {(server.Project is { } project ? $"{project}, {Printable.Escape(server.LinkName)}" : "none")}, "
        + $"oldest patch {(server.Patch is { } patch ? $"{patch}, {Printable.Escape(server.MessageId)}" : "none")}";

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Information,
            Message = "The Patchwork server of this archive has moved from {From} to {To}."
        )]
        public static partial void Moved(ILogger logger, Uri from, Uri to);
    }
}
