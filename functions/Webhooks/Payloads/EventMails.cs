using System.Text.Json;
using Hookwork.Archive.Events;
using Hookwork.Archive.Resources;
using Hookwork.Builds;
using Hookwork.Catalog.Following;
using Hookwork.Catalog.Query;
using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Input;
using Hookwork.Patchwork.Resources;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Webhooks.Payloads;

/// <summary>The mails of an announcement, as queries see them: before and after its change.</summary>
public sealed class EventMails(ResourceReader reader, ResourceStore resources, ReplyStore replies, EventLog log)
{
    private const int AtOnce = 8;

    /// <summary>Whether a query matched before or after the change; null where it matched neither.</summary>
    public static string? Match(
        SearchQuery query,
        (IReadOnlyList<SearchDocument> Before, IReadOnlyList<SearchDocument> After) mails
    )
    {
        var before = mails.Before.Any(query.Matches);
        // Most events change nothing that a query sees, and a series may have hundreds of patches.
        var after = ReferenceEquals(mails.Before, mails.After) ? before : mails.After.Any(query.Matches);
        return (before, after) switch
        {
            (true, true) => "both",
            (true, false) => "before",
            (false, true) => "after",
            _ => null,
        };
    }

    /// <summary>Reads them: a patch or cover letter, every patch of a series, or a comment.</summary>
    public async Task<(IReadOnlyList<SearchDocument> Before, IReadOnlyList<SearchDocument> After)> OfAsync(
        Announcement item,
        CancellationToken cancellationToken
    )
    {
        if (item.Kind == ResourceKind.Series)
        {
            var patches = await OfSeriesAsync(item.Id, cancellationToken);
            return (patches, patches);
        }
        if (await SubmissionAsync(item.Kind, item.Id, cancellationToken) is not { } submission)
            return ([], []);
        if (IsComment(item.Type))
        {
            var comment = item.Detail is { } id
                ? await replies.CommentAsync(item.Kind, item.Id, id, cancellationToken)
                : null;
            IReadOnlyList<SearchDocument> mails =
                comment is not null && JsonSerializer.Deserialize(comment, PatchworkJson.Default.Comment) is { } read
                    ?
                    [
                        ArchivedMail.Of(read, submission).Document with
                        {
                            HasCover = await HasCoverAsync(submission, null, cancellationToken),
                        },
                    ]
                    : [];
            return (mails, mails);
        }
        var row = await resources.RowAsync(item.Kind, item.Id, cancellationToken);
        var archived = await ReadAsync(submission, row, null, cancellationToken);
        var (before, after) = await ChangeAsync(item, archived, cancellationToken);
        IReadOnlyList<SearchDocument> then = [before];
        return (then, ReferenceEquals(before, after) ? then : [after]);
    }

    /// <summary>Whether a type concerns a comment.</summary>
    public static bool IsComment(string type) =>
        type is WebhookType.CommentUpdated or WebhookType.PatchCommentCreated or WebhookType.CoverCommentCreated;

    /// <summary>
    /// The mail before and after the event, which says what it changed. The archive may show a later change: the events
    /// of a minute, or of an outage, are read together, and their patch is fetched once.
    /// </summary>
    private async Task<(SearchDocument Before, SearchDocument After)> ChangeAsync(
        Announcement item,
        SearchDocument archived,
        CancellationToken cancellationToken
    )
    {
        if (
            item.Type is not (WebhookType.PatchStateChanged or WebhookType.PatchDelegated)
            || await log.ReadAsync(item.Project, [item.Event], cancellationToken) is not [var recorded]
        )
            return (archived, archived);
        using var document = JsonDocument.Parse(recorded.Json);
        return document.RootElement.Field("payload") is { } payload
            ? (With(archived, payload, "previous"), With(archived, payload, "current"))
            : (archived, archived);
    }

    /// <summary>A mail with the state or delegate that an event says it had at a time.</summary>
    private static SearchDocument With(SearchDocument mail, JsonElement payload, string time)
    {
        if (mail.Status is not { } status)
            return mail;
        if (payload.Text($"{time}_state") is { } state)
            return mail with { Status = status with { State = state } };
        return payload.Field($"{time}_delegate") is { } user
            ? mail with
            {
                Status = status with { DelegateName = user.Text("username"), DelegateEmail = user.Text("email") },
            }
            : mail;
    }

    private async Task<IReadOnlyList<SearchDocument>> OfSeriesAsync(long id, CancellationToken cancellationToken)
    {
        if (await resources.SeriesAsync(id, cancellationToken) is not { } series)
            return [];
        List<SearchDocument> mails = [];
        List<long> ids = [.. (series.Patches ?? []).Select(patch => patch.Id)];
        var rows = await resources.RowsAsync(ResourceKind.Patch, ids, cancellationToken);
        foreach (var some in ids.Where(rows.ContainsKey).Chunk(AtOnce))
        {
            var patches = await Task.WhenAll(
                some.Select(patch => SubmissionAsync(ResourceKind.Patch, patch, cancellationToken))
            );
            mails.AddRange(
                await Task.WhenAll(
                    patches
                        .OfType<Submission>()
                        .Select(patch => ReadAsync(patch, rows[patch.Id], series, cancellationToken))
                )
            );
        }
        return mails;
    }

    /// <summary>A patch or cover letter, with what only other resources say about it.</summary>
    /// <param name="known">A series that was read already, which many patches may have.</param>
    private async Task<SearchDocument> ReadAsync(
        Submission submission,
        ResourceRow row,
        Series? known,
        CancellationToken cancellationToken
    ) =>
        ArchivedMail.Of(submission).Document with
        {
            HasComments = row.Comments > 0,
            HasCover = await HasCoverAsync(submission, known, cancellationToken),
        };

    private async Task<bool> HasCoverAsync(Submission submission, Series? known, CancellationToken cancellationToken)
    {
        foreach (var reference in submission.Series ?? [])
        {
            var series =
                reference.Id == known?.Id ? known : await resources.SeriesAsync(reference.Id, cancellationToken);
            if (series is { CoverLetter: not null })
                return true;
        }
        return false;
    }

    private async Task<Submission?> SubmissionAsync(ResourceKind kind, long id, CancellationToken cancellationToken)
    {
        // Queries know a series by its id, so nothing else of it is read.
        if (await reader.ReadAsync(kind, id, withSeries: false, cancellationToken) is not { } resource)
            return null;
        return kind == ResourceKind.Patch
            ? resource.Deserialize(PatchworkJson.Default.Patch)
            : resource.Deserialize(PatchworkJson.Default.Cover);
    }
}
