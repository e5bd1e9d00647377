using System.Globalization;
using Hookwork.Archive.Resources;
using Hookwork.Catalog;
using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Catalog.Searching;
using Hookwork.Catalog.Threads;
using Hookwork.Pages;
using Hookwork.Site.Reviews;
using Hookwork.Site.Rows;
using Hookwork.Site.Texts;
using Microsoft.AspNetCore.Http;

namespace Hookwork.Site.Threads;

/// <summary>The page of a thread: every archived mail of it, below the one that it answers or by date.</summary>
public sealed class ThreadPages(ProjectNames names, Catalogs catalogs)
{
    // Most quotations are of a mail above.
    private const int MostQuoted = 12;

    /// <summary>Shows the thread of a patch, cover letter or comment.</summary>
    public async Task<IResult> AnswerAsync(
        string project,
        string messageId,
        HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        if (await names.LinkedAsync(project, cancellationToken) is not { } projectId)
            return NoPage.Answer;
        using var lease = await catalogs.UseAsync(projectId, cancellationToken);
        // The server leaves a slash escaped, and a Message-ID may have "%2F" itself.
        var asked = messageId.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        var (mails, hasMore) = lease.File.Read(connection => ThreadReader.Read(connection, asked));
        if (mails.Count == 0 && asked != messageId)
        {
            asked = messageId;
            (mails, hasMore) = lease.File.Read(connection => ThreadReader.Read(connection, asked));
        }
        if (mails.Count == 0)
            return NoPage.Answer;
        var isFlat = request.Query["view"].LastOrDefault() == "flat";
        return new Page<ThreadPage>(
            new ThreadModel(
                mails[0].Row.Subject,
                SiteAddress.Mail(project, "thread", asked),
                isFlat,
                [.. (isFlat ? mails : Nested(mails)).Select(mail => Shown(project, mail, asked))],
                hasMore
            )
        );
    }

    /// <summary>Each mail, followed by its answers.</summary>
    private static List<ThreadMail> Nested(IReadOnlyList<ThreadMail> mails)
    {
        var answers = mails.ToLookup(mail => mail.Parent, ReferenceEqualityComparer.Instance);
        List<ThreadMail> nested = [];
        var open = new Stack<ThreadMail>(mails.Where(mail => mail.Parent is null).Reverse());
        while (open.TryPop(out var mail))
        {
            nested.Add(mail);
            foreach (var answer in answers[mail].Reverse())
                open.Push(answer);
        }
        return nested;
    }

    private static ThreadModel.Mail Shown(string project, ThreadMail mail, string asked)
    {
        var row = mail.Row;
        var isComment = row.Key.Kind == MailKind.Comment;
        var on = isComment ? row.Key.SubmissionKind : row.Key.Kind;
        var page = SiteAddress.Mail(project, on == MailKind.Patch ? "patch" : "cover", row.SubmissionMessageId);
        return new ThreadModel.Mail(
            Anchor(row),
            isComment ? $"{page}#{row.Key.Id}" : page,
            row.Subject,
            SenderOf(row),
            row.Date,
            mail.State,
            mail.Files,
            mail.Depth,
            mail.Parent is { } parent ? SenderOf(parent.Row).Name : null,
            mail.Parent is { } answered ? Anchor(answered.Row) : null,
            row.MessageId == asked,
            TextPieces.Of(mail.Text, MostQuoted)
        );
    }

    private static MailPerson SenderOf(MailRow mail) =>
        MailPerson.Of(mail.Submitter == 0 ? null : mail.Submitter, mail.Name, mail.Email);

    // Comments on patches and on cover letters have separate ids.
    private static string Anchor(MailRow mail) =>
        string.Create(
                CultureInfo.InvariantCulture,
                $"{(mail.Key.Kind == MailKind.Comment ? $"{mail.Key.SubmissionKind}-comment" : mail.Key.Kind)}-{mail.Key.Id}"
            )
            .ToLowerInvariant();
}
