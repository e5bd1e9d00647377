using System.Text.Json;
using Hookwork.Archive;
using Hookwork.Archive.Resources;
using Hookwork.Catalog.Files;
using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Mail.Mboxes;

namespace Hookwork.Search.Formats;

/// <summary>
/// Writes mails as an mbox (mboxrd, as public-inbox does): patches and cover letters as archived, without what Patchwork
/// added; comments rebuilt from upstream's API.
/// </summary>
public sealed class MailMbox(MailContents contents, MboxStore mboxes, ReplyStore replies, RecentMails recent)
{
    /// <summary>Mails that are read at a time.</summary>
    private const int ChunkSize = 32;

    /// <summary>The line before each mail. It is the same for all, as in public-inbox.</summary>
    private static readonly byte[] FromLine = [.. "From mboxrd@z Thu Jan  1 00:00:00 1970\n"u8];

    /// <summary>Writes mails in the given order. Those that were removed meanwhile are left out.</summary>
    public async Task WriteAsync(IReadOnlyList<MailPlace> mails, Stream mbox, CancellationToken cancellationToken)
    {
        // References keep these mails in memory, since the cache may drop any of them meanwhile.
        var kept = mails.Select(mail => (Mail: mail, Written: recent.Find(mail))).ToList();
        var needed = kept.Where(item => item.Written is null)
            .Select(item => item.Mail)
            .Where(mail => mail.Key.Kind == MailKind.Comment)
            .ToLookup(ParentOf);
        var left = needed.ToDictionary(parent => parent.Key, parent => parent.Count());
        Dictionary<(MailKind, long), Task<IReadOnlyDictionary<long, byte[]>>> comments = [];
        foreach (var chunk in kept.Chunk(ChunkSize))
        {
            var unread = chunk.Where(item => item.Written is null).Select(item => item.Mail).ToList();
            var texts = await contents.ReadAsync(
                unread.Where(mail => mail.Key.Kind != MailKind.Comment),
                cancellationToken
            );
            foreach (var parent in unread.Where(mail => mail.Key.Kind == MailKind.Comment).Select(ParentOf).Distinct())
            {
                if (!comments.ContainsKey(parent))
                    comments[parent] = CommentsAsync(parent, [.. needed[parent]], cancellationToken);
            }
            var read = await Task.WhenAll(
                unread.Select(mail =>
                    mail.Key.Kind == MailKind.Comment
                        ? CommentAsync(mail, comments[ParentOf(mail)])
                        : SubmissionAsync(mail, texts, cancellationToken)
                )
            );
            var next = 0;
            foreach (var (mail, written) in chunk)
            {
                if ((written ?? Written(mail, read[next++])) is { } bytes)
                    await mbox.WriteAsync(bytes, cancellationToken);
            }
            // Of thousands of mails, only comments that are still to be written are held.
            foreach (var parent in unread.Where(mail => mail.Key.Kind == MailKind.Comment).Select(ParentOf))
            {
                if (--left[parent] == 0)
                    comments.Remove(parent);
            }
        }
    }

    /// <summary>A mail as it is in an mbox, which is kept; null if it was removed.</summary>
    private byte[]? Written(MailPlace place, byte[]? mail)
    {
        if (mail is null)
            return null;
        byte[] written = [.. FromLine, .. MboxEscape.Apply(mail)];
        recent.Keep(place, written);
        return written;
    }

    private static async Task<byte[]?> CommentAsync(MailPlace mail, Task<IReadOnlyDictionary<long, byte[]>> comments) =>
        (await comments).TryGetValue(mail.Key.Id, out var json) ? CommentMail.Write(json) : null;

    private async Task<byte[]?> SubmissionAsync(
        MailPlace mail,
        IReadOnlyDictionary<MailPlace, (string Subject, StoredText Text)> texts,
        CancellationToken cancellationToken
    )
    {
        // The submitter's present name is among what Patchwork added, so it is not read.
        await using var mbox = await mboxes.FindAsync(
            mail.Project,
            KindOf(mail.Key.Kind),
            mail.Key.Id,
            cancellationToken
        );
        if (mbox is null)
            return null;
        using var content = new MemoryStream();
        await mbox.CopyToAsync(content, cancellationToken);
        var text = texts.TryGetValue(mail, out var read) ? read.Text : new StoredText("", "");
        return OriginalMail.Of(content.GetBuffer().AsSpan(0, (int)content.Length), text.Content, text.Diff);
    }

    /// <summary>The JSON of comments on one submission, by id: all of them at once if several are needed.</summary>
    private async Task<IReadOnlyDictionary<long, byte[]>> CommentsAsync(
        (MailKind Kind, long Id) parent,
        IReadOnlyList<MailPlace> needed,
        CancellationToken cancellationToken
    )
    {
        var kind = KindOf(parent.Kind);
        if (
            needed is [var only]
            && await replies.CommentAsync(kind, parent.Id, only.Key.Id, cancellationToken) is { } one
        )
            return new Dictionary<long, byte[]> { [only.Key.Id] = one };
        var ids = needed.Select(mail => mail.Key.Id).ToHashSet();
        Dictionary<long, byte[]> comments = [];
        foreach (var json in await replies.CommentsAsync(kind, parent.Id, cancellationToken))
        {
            if (IdOf(json) is var id && ids.Contains(id))
                comments[id] = json;
        }
        return comments;
    }

    private static (MailKind Kind, long Id) ParentOf(MailPlace mail) =>
        (mail.Key.SubmissionKind, mail.Key.SubmissionId);

    private static long IdOf(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty("id").GetInt64();
    }

    private static ResourceKind KindOf(MailKind kind) =>
        kind == MailKind.Patch ? ResourceKind.Patch : ResourceKind.Cover;
}
