using System.Net.Mime;
using System.Text;
using Hookwork.Archive.Resources;
using Hookwork.Search.Formats;
using Microsoft.AspNetCore.Http;

namespace Hookwork.Inbox;

/// <summary>The mails and threads of an inbox, as mboxes and feeds.</summary>
public sealed class InboxMails(InboxReader reader, MailMbox mails, SearchMbox mbox, InboxAtom atom)
{
    /// <summary>Mails in a feed of the newest.</summary>
    private const int NewestMails = 25;

    /// <summary>The most mails in the feed of a thread, as many as public-inbox gives.</summary>
    internal const int MostOfThread = 1000;

    private static readonly IResult NotFound = Results.Text(
        "Message-ID not found\n",
        MediaTypeNames.Text.Plain,
        statusCode: StatusCodes.Status404NotFound
    );

    /// <summary>The mails with a Message-ID: usually one, in mbox format.</summary>
    internal async Task<IResult> RawAsync(
        IReadOnlyList<ProjectName> projects,
        string messageId,
        CancellationToken cancellationToken
    )
    {
        var found = await reader.FindAsync(projects, messageId, cancellationToken);
        using var text = new MemoryStream();
        // A mail that went to several projects is the same in each.
        await mails.WriteAsync(
            [.. found.GroupBy(mail => mail.Project.Id).Take(1).SelectMany(own => own).Select(mail => mail.Place)],
            text,
            cancellationToken
        );
        return text.Length == 0 ? NotFound : Results.Bytes(text.ToArray(), "text/plain; charset=UTF-8");
    }

    /// <summary>The thread of a mail as a compressed mbox.</summary>
    internal async Task<IResult> ThreadAsync(
        IReadOnlyList<ProjectName> projects,
        string messageId,
        CancellationToken cancellationToken
    )
    {
        var thread = await reader.ThreadAsync(projects, messageId, cancellationToken);
        return thread.Count == 0
            ? NotFound
            : mbox.Stream(
                [.. thread.Select(mail => mail.Place)],
                $"{FileName(thread[0].Row.Subject)}.mbox.gz",
                cancellationToken
            );
    }

    /// <summary>The thread of a mail as a feed; of a long one, its newest mails.</summary>
    internal async Task<IResult> ThreadFeedAsync(
        IReadOnlyList<ProjectName> projects,
        string messageId,
        string address,
        CancellationToken cancellationToken
    )
    {
        var thread = await reader.ThreadAsync(projects, messageId, cancellationToken);
        return thread.Count == 0
            ? NotFound
            : atom.Answer(
                [.. thread.TakeLast(MostOfThread)],
                thread[0].Row.Subject,
                $"t\n{messageId}",
                $"{address}{InboxPath.Escape(messageId)}/t.atom",
                address,
                cancellationToken
            );
    }

    /// <summary>The newest mails as a feed.</summary>
    internal async Task<IResult> NewestFeedAsync(
        string inbox,
        IReadOnlyList<ProjectName> projects,
        string address,
        CancellationToken cancellationToken
    ) =>
        atom.Answer(
            await reader.NewestAsync(projects, NewestMails, cancellationToken),
            inbox,
            $"{address}new.atom",
            $"{address}new.atom",
            address,
            cancellationToken
        );

    private static string FileName(string subject)
    {
        var name = new StringBuilder();
        foreach (var letter in subject)
        {
            if (char.IsAsciiLetterOrDigit(letter))
                name.Append(letter);
            else if (name.Length > 0 && name[^1] != '-')
                name.Append('-');
        }
        return name.Length == 0 ? "thread" : name.ToString()[..Math.Min(name.Length, 80)].Trim('-');
    }
}
