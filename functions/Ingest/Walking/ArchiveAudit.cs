using Hookwork.Archive;
using Hookwork.Archive.Resources;
using Hookwork.Ingest.Refreshing;

namespace Hookwork.Ingest.Walking;

/// <summary>
/// Checks a project's archive against itself, since the server's lists do not show what was deleted here. Each row of a
/// patch or cover letter needs its mbox, its Message-ID in the index, and as many comments and checks as it counts.
/// </summary>
public sealed class ArchiveAudit(
    ResourceStore resources,
    ReplyStore replies,
    MboxStore mboxes,
    MessageIdIndex messageIds
)
{
    private const int ChunkSize = 1000;

    /// <summary>The resources to fetch again to complete the archive.</summary>
    /// <param name="asOf">When the audit begins; parts fetched later are complete.</param>
    public async Task<IReadOnlyList<RefreshItem>> IncompleteAsync(
        long project,
        ResourceKind kind,
        DateTimeOffset asOf,
        CancellationToken cancellationToken
    )
    {
        var stored = await mboxes
            .IdsAsync(project, kind, cancellationToken)
            .ToHashSetAsync(cancellationToken: cancellationToken);
        var indexed = await messageIds
            .IdsAsync(project, kind, cancellationToken)
            .ToHashSetAsync(cancellationToken: cancellationToken);
        HashSet<long> lost = [.. stored, .. indexed];
        List<RefreshItem> incomplete = [];
        await foreach (
            var rows in resources
                .RowsAsync(kind, project, cancellationToken)
                .Chunk(ChunkSize)
                .WithCancellation(cancellationToken)
        )
        {
            List<long> ids = [.. rows.Select(item => item.Id)];
            var comments = await replies.CommentCountsAsync(kind, ids, cancellationToken);
            var checks =
                kind == ResourceKind.Patch
                    ? await replies.CheckCountsAsync(ids, cancellationToken)
                    : new Dictionary<long, int>();
            foreach (var (id, row) in rows)
            {
                lost.Remove(id);
                var parts =
                    (stored.Contains(id) ? Part.None : Part.Mbox)
                    | (indexed.Contains(id) || row.MessageId is null ? Part.None : Part.Detail)
                    | (comments.GetValueOrDefault(id) < row.Comments ? Part.Comments : Part.None)
                    | (checks.GetValueOrDefault(id) != row.Checks ? Part.Checks : Part.None);
                if (parts != Part.None && !row.IsGone)
                    incomplete.Add(new RefreshItem(kind, id, project) { Parts = parts, AsOf = asOf });
            }
        }
        // The rows of these were deleted. That of a mail that moved is in its new project, its former mbox here.
        foreach (var (id, row) in await resources.RowsAsync(kind, lost, cancellationToken))
        {
            if (row.ETag is not null)
                lost.Remove(id);
        }
        return
        [
            .. incomplete,
            .. lost.Select(id => new RefreshItem(kind, id, project)
            {
                Parts = ResourceFetch.Everything(kind),
                AsOf = asOf,
            }),
        ];
    }
}
