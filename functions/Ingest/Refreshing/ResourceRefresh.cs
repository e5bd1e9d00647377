using Hookwork.Archive;
using Hookwork.Archive.Events;
using Hookwork.Archive.Resources;
using Hookwork.Ingest.Polling;
using Hookwork.Patchwork;
using Hookwork.Patchwork.Resources;

namespace Hookwork.Ingest.Refreshing;

/// <summary>
/// Fetches one resource and archives it. Reads the row's version, fetches, writes the blob and the replies, and last
/// the row by a conditional write, so that an older answer never overwrites a newer one.
/// </summary>
public sealed class ResourceRefresh(
    ResourceFetch fetch,
    ResourceStore resources,
    ReplyStore replies,
    ReplyWriter writer,
    MboxStore mboxes,
    MboxRefresh mbox,
    MessageIdIndex messageIds,
    EmbeddedStore embedded,
    CommentEvents commentEvents,
    ServerClock clock,
    LinkedResources linked,
    RefreshQueue queue,
    ResourceRows rows,
    TimeProvider time
)
{
    /// <summary>The number of waits, two minutes together, after which a resource is archived as it is.</summary>
    private const int MostEarly = 7;

    /// <summary>
    /// Fetches and archives; null if another instance wrote the row meanwhile, and the caller must retry.
    /// </summary>
    /// <param name="row">The resource's row, read before the call.</param>
    public async Task<Refreshed?> TryAsync(RefreshItem item, ResourceRow row, CancellationToken cancellationToken)
    {
        var parts = fetch.Needed(item, row);
        if (parts == Part.None)
            return new Refreshed(item)
            {
                Archived = true,
                Project = row.Project,
                Outcomes = Outcomes(item, EventStatus.Done),
                Repeats = await commentEvents.RepeatsAsync(item.Kind, item.Id, item.Events, cancellationToken),
                ChangedComments = await ChangedCommentsAsync(item, row, cancellationToken),
                Also = await linked.StaleAsync(item, cancellationToken),
            };

        var requestedAt = time.GetUtcNow();
        var fetched = await fetch.FetchAsync(item, parts, cancellationToken);
        if (fetched is null && !(item.Missing && row.ETag is not null) && MayStillCome(item))
            return new Refreshed(item) { Again = item with { Early = item.Early + 1 } };
        // A new resource that only another one names may not be visible yet.
        if (fetched is null && (item.Missing || (row.ETag is null && item.Events.Count > 0)))
            return await WriteTombstoneAsync(item, row, requestedAt, cancellationToken);
        if (fetched is null)
            return new Refreshed(item) { Outcomes = Gone(item, $"The server has no {item.Kind.Name()} {item.Id}.") };

        var unsettled = Settling.Unsettled(item, fetched, clock);
        // Only the events whose change does not show yet wait. Everything else that was fetched is archived now.
        IReadOnlyList<EventReference> waiting = MayStillCome(item)
            ? [.. unsettled.Select(missing => missing.Event)]
            : [];
        var settled = item with { Events = [.. item.Events.Except(waiting)] };
        var again =
            waiting.Count == 0 ? null : item with { Events = waiting, Parts = Part.None, Early = item.Early + 1 };
        if (again is not null && settled is { Events.Count: 0, Parts: Part.None })
            return new Refreshed(item) { Again = again };

        var comments = ArchiveCommentsAsync(settled, row, fetched, requestedAt, cancellationToken);
        if (!await ArchiveAsync(settled, row, fetched, requestedAt, comments, cancellationToken))
            return null;
        return new Refreshed(settled)
        {
            Archived = true,
            Project = fetched.ProjectFor(settled, row),
            Stored = true,
            ChangedComments = await ChangedCommentsAsync(settled, row, cancellationToken),
            Repeats = await comments is { } firsts
                ? CommentEvents.Repeats(settled.Events, firsts)
                : await commentEvents.RepeatsAsync(item.Kind, item.Id, settled.Events, cancellationToken),
            Also = await linked.StaleAsync(settled, fetched.Detail, cancellationToken),
            Outcomes = Outcomes(
                settled,
                EventStatus.Done,
                unsettled.ToDictionary(
                    missing => missing.Event.Id,
                    missing => $"The server does not show the change yet: {missing.Lack}"
                )
            ),
            Again = again,
        };
    }

    /// <summary>
    /// The item to refresh once another instance wrote the row. What the other requested later is fetched again: its mbox
    /// and replies are replaced by older ones by now.
    /// </summary>
    /// <param name="before">The row as it was read before the fetch.</param>
    /// <param name="row">The row as it is now.</param>
    /// <param name="begun">When the fetch began.</param>
    public RefreshItem Repeated(RefreshItem item, ResourceRow before, ResourceRow row, DateTimeOffset begun)
    {
        var stored = fetch.Needed(item, before);
        var replaced = new[] { Part.Mbox, Part.Comments, Part.Checks }
            .Where(part => stored.HasFlag(part) && row.At(part) > begun)
            .Aggregate(Part.None, (parts, part) => parts | part);
        return replaced == Part.None ? item : item.With(item with { Parts = replaced, AsOf = time.GetUtcNow() });
    }

    /// <summary>Writes a tombstone; what the server deleted or changed with the resource is fetched.</summary>
    private async Task<Refreshed?> WriteTombstoneAsync(
        RefreshItem item,
        ResourceRow row,
        DateTimeOffset requestedAt,
        CancellationToken cancellationToken
    )
    {
        // This comes before the tombstone, which does not have these fields. The address of a Message-ID would
        // otherwise lead to the mail that gets this id later.
        if (await linked.OfDeletedAsync(item, requestedAt, cancellationToken) is { Count: > 0 } named)
            await queue.SendAsync(named, TimeSpan.Zero, cancellationToken);
        if (row.MessageId is { } messageId)
            await messageIds.RemoveAsync(messageId, row.Project, item.Kind, item.Id, cancellationToken);
        var project = row.ETag is null ? item.Project : row.Project;
        if (!await resources.TryWriteTombstoneAsync(item.Kind, item.Id, row, project, cancellationToken))
            return null;
        // A mail that gets this id later must not have these comments and checks.
        await writer.RemoveAsync(item.Kind, item.Id, cancellationToken);
        return new Refreshed(item)
        {
            Archived = true,
            Project = project,
            Outcomes = Gone(item, $"The server has no {item.Kind.Name()} {item.Id}{(row.Exists ? " any more" : "")}."),
        };
    }

    /// <summary>Changed comments; new ones are announced by their events.</summary>
    private async Task<IReadOnlyList<ChangedComment>> ChangedCommentsAsync(
        RefreshItem item,
        ResourceRow row,
        CancellationToken cancellationToken
    ) =>
        row.Comments > 0
        && (
            item.Parts.HasFlag(Part.Comments)
            || item.Events.Any(e => EventTarget.Parts(e.Category).HasFlag(Part.Comments))
        )
            ? await replies.ChangedCommentsAsync(item.Kind, item.Id, cancellationToken)
            : [];

    private bool MayStillCome(RefreshItem item) =>
        item.Early < MostEarly && item.Events.Any(e => clock.IsYoung(e.Date));

    /// <summary>Archives the comments.</summary>
    /// <returns>The first event of each comment that the item's events say was created; null if none were fetched.</returns>
    private async Task<IReadOnlyDictionary<long, long>?> ArchiveCommentsAsync(
        RefreshItem item,
        ResourceRow row,
        FetchedResource fetched,
        DateTimeOffset requestedAt,
        CancellationToken cancellationToken
    ) =>
        fetched.Comments is { } comments
            ? await writer.CommentsAsync(
                item.Kind,
                item.Id,
                [.. comments.Select(comment => (comment.Value.Id, comment.Value.Addressed, comment.Json))],
                row.Comments,
                requestedAt,
                commentEvents.Claims(item.Events),
                cancellationToken
            )
            : null;

    private async Task<bool> ArchiveAsync(
        RefreshItem item,
        ResourceRow row,
        FetchedResource fetched,
        DateTimeOffset requestedAt,
        Task comments,
        CancellationToken cancellationToken
    )
    {
        var project = fetched.ProjectFor(item, row);
        var lacksMbox = ArchiveMboxAsync(item, row, fetched, project, cancellationToken);
        await Task.WhenAll(
            lacksMbox,
            ArchiveMessageIdAsync(item, row, fetched, project, cancellationToken),
            Embedded.ArchiveAsync(embedded, fetched.Jsons, requestedAt, cancellationToken),
            comments,
            fetched.Checks is { } checks
                ? writer.ChecksAsync(
                    item.Id,
                    [.. checks.Select(check => (check.Value.Id, check.Json))],
                    // Some may be deleted even if the number is the same, unless an event added one.
                    item.Parts.HasFlag(Part.Checks) && row.ETag is not null
                        ? int.MaxValue
                        : row.Checks,
                    requestedAt,
                    cancellationToken
                )
                : Task.CompletedTask
        );
        // Queued before the row is written, since the row then no longer shows that it had another resource. Queued
        // after the mbox, which may fail for minutes: each attempt would queue more items, and each of these too.
        if (fetched.Anew(item, row, requestedAt) is { Count: > 0 } anew)
            await queue.SendAsync(anew, TimeSpan.Zero, cancellationToken);
        var isWritten = await resources.TryWriteAsync(
            item.Kind,
            item.Id,
            row,
            project,
            fetched.Json,
            (fetched with { LacksMbox = await lacksMbox }).Columns(requestedAt),
            cancellationToken
        );
        if (isWritten)
            rows.Wrote(item.Kind, item.Id);
        return isWritten;
    }

    /// <summary>Archives the mbox. If the server refuses it five times, the row notes that there is none.</summary>
    /// <returns>Whether there is none, neither at the server nor in the archive.</returns>
    private async Task<bool?> ArchiveMboxAsync(
        RefreshItem item,
        ResourceRow row,
        FetchedResource fetched,
        long project,
        CancellationToken cancellationToken
    )
    {
        if (!fetched.Parts.HasFlag(Part.Mbox) || fetched.Detail is not Submission submission)
            return null;
        if (await mbox.RefusalAsync(item, submission, project, cancellationToken) is not { } refusal)
            return false;
        var isAnother = row.IsGone || (submission.Msgid is { } messageId && row.HasOther(messageId));
        if ((isAnother || !row.LacksMbox) && item.Attempts < Refresher.MostAttempts - 1)
            throw new UpstreamErrorException(refusal, transient: false);
        // The archived mbox is that of the mail that had this id before. A tombstone does not say which mail that was.
        if (isAnother)
            await mboxes.DeleteAsync(project, item.Kind, item.Id, cancellationToken);
        return !await mboxes.ExistsAsync(project, item.Kind, item.Id, cancellationToken);
    }

    /// <summary>Runs before the row is written, so that every archived row's Message-ID is indexed.</summary>
    private async Task ArchiveMessageIdAsync(
        RefreshItem item,
        ResourceRow row,
        FetchedResource fetched,
        long project,
        CancellationToken cancellationToken
    )
    {
        if (fetched.MessageId is not { Length: > 0 } messageId)
            return;
        var isOther = fetched.IsOther(row);
        if (isOther && row.MessageId is { } former)
            await messageIds.RemoveAsync(former, row.Project, item.Kind, item.Id, cancellationToken);
        // Also if the detail is asked for, since the index may have lost the Message-ID.
        if (isOther || !row.Exists || item.Parts.HasFlag(Part.Detail))
            await messageIds.AddAsync(messageId, project, item.Kind, item.Id, cancellationToken);
    }

    private static IReadOnlyList<EventOutcome> Outcomes(
        RefreshItem item,
        string status,
        IReadOnlyDictionary<long, string>? reasons = null
    ) =>
        // An empty reason clears that of an earlier failed attempt.
        [
            .. item.Events.Select(e => new EventOutcome(
                item.Project,
                e.Id,
                status,
                reasons?.GetValueOrDefault(e.Id) ?? (item.Attempts > 0 ? "" : null)
            )),
        ];

    private static IReadOnlyList<EventOutcome> Gone(RefreshItem item, string reason) =>
        Outcomes(item, EventStatus.Gone, item.Events.ToDictionary(e => e.Id, _ => reason));
}
