using System.Net.Mime;
using Hookwork.Archive.Resources;
using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Input;
using Hookwork.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Hookwork.Inbox;

/// <summary>
/// Endpoints that clients of public-inbox use: <c>/inbox/{project}/…</c>, <c>/inbox/all/…</c> and lore's
/// <c>/r/{Message-ID}</c>.
/// </summary>
public static class InboxEndpoints
{
    /// <summary>Searches are posted.</summary>
    private static readonly string[] Methods = ["GET", "HEAD", "POST"];

    public static void MapInbox(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/inbox/{inbox}/{**path}", Methods, AnswerAsync);
        // b4 reads the address of a mail at lore as /{inbox}/{Message-ID}, whatever stands before the last part.
        routes.MapMethods(
            "/inbox/{messageId:message-id}",
            Methods,
            (string messageId, HttpRequest http, HookworkSettings settings) =>
                ToMail(InboxPath.Of(messageId), http, settings)
        );
        routes.MapMethods(
            "/r/{**path:required}",
            Methods,
            // b4 takes the inbox from the address that it is sent to.
            (string path, HttpRequest http, HookworkSettings settings) => ToMail(InboxPath.Of(path), http, settings)
        );
        // Given the address of a mail at another server, b4 also searches at what stands before the last part.
        foreach (var before in (string[])["/inbox/", "/r/"])
            routes.MapMethods(before, Methods, ToSearch);
    }

    private static IResult ToSearch(HttpRequest http, HookworkSettings settings) =>
        http.Query.ContainsKey("q")
            ? Results.Redirect(
                $"{settings.Origin(http)}/inbox/{InboxReader.All}/{http.QueryString.ToUriComponent()}",
                preserveMethod: true
            )
            : NoPage.Answer;

    private static IResult ToMail(InboxPath mail, HttpRequest http, HookworkSettings settings) =>
        Results.Redirect(
            $"{settings.Origin(http)}/inbox/{InboxReader.All}/{InboxPath.Escape(mail.MessageId)}/{mail.Part.TrimStart('/')}{http.QueryString.ToUriComponent()}",
            preserveMethod: HttpMethods.IsPost(http.Method)
        );

    private static async Task<IResult> AnswerAsync(
        string inbox,
        string? path,
        HttpRequest http,
        InboxReader reader,
        InboxMails mails,
        InboxSearch search,
        HookworkSettings settings,
        CancellationToken cancellationToken
    )
    {
        var projects = await reader.ProjectsAsync(inbox, cancellationToken);
        if (projects.Count == 0)
        {
            // b4 takes "inbox" for an inbox. The front end of Azure unescapes a slash in /inbox/{Message-ID}.
            var mail = InboxPath.Of($"{inbox}/{path}");
            var isMail =
                inbox.Contains('@', StringComparison.Ordinal)
                || (mail.Part is "" or "/" && mail.MessageId.Contains('@', StringComparison.Ordinal));
            // An archive without projects has no mail to redirect to.
            return isMail && inbox != InboxReader.All ? ToMail(mail, http, settings) : NoPage.Answer;
        }
        var address = $"{settings.Origin(http)}/inbox/{Uri.EscapeDataString(inbox)}/";
        switch (path ?? "")
        {
            case "" when !http.Path.Value!.EndsWith('/'):
                return Results.Redirect(address + http.QueryString.ToUriComponent(), permanent: true);
            case "" when http.Query.ContainsKey("q"):
                return await search.AnswerAsync(http, inbox, projects, address, threadOf: null, cancellationToken);
            case "" when HttpMethods.IsPost(http.Method):
                return Results.StatusCode(StatusCodes.Status404NotFound);
            case "":
                return Results.Redirect(
                    inbox == InboxReader.All ? "/" : $"/project/{UriPath.Escape(projects[0].LinkName)}/list/"
                );
            case "new.atom" or "atom.xml":
                return await mails.NewestFeedAsync(inbox, projects, address, cancellationToken);
            case "_/text/config/raw" or "_/text/config/":
                return Text(InboxTexts.Config(inbox, projects, address));
            case "_/text/help/" or "_/text/help" or "_/text/help/raw":
                return Text(InboxTexts.Help(address));
            case var git when IsGit(git):
                return Text(InboxTexts.NoGit, StatusCodes.Status404NotFound);
        }
        var asked = InboxPath.Of(path!);
        var messageId = await reader.MessageIdAsync(projects, asked, cancellationToken);
        return asked.Part switch
        {
            "raw" => await mails.RawAsync(projects, messageId, cancellationToken),
            "t.mbox.gz" or "t.mbox" => await mails.ThreadAsync(projects, messageId, cancellationToken),
            "t.atom" => await mails.ThreadFeedAsync(projects, messageId, address, cancellationToken),
            "/" => Results.Redirect($"{address}{InboxPath.Escape(messageId)}/", permanent: true),
            "T" or "t" => Results.Redirect($"{address}{InboxPath.Escape(messageId)}/{asked.Part}/", permanent: true),
            "" when HttpMethods.IsPost(http.Method) => await search.AnswerAsync(
                http,
                inbox,
                projects,
                address,
                messageId,
                cancellationToken
            ),
            "" => await MailAsync(http, reader, mails, projects, messageId, cancellationToken),
            _ => await PageAsync(reader, projects, messageId, asked.Part, cancellationToken),
        };
    }

    /// <summary>
    /// A browser is redirected to the page. Other clients get the mail itself: b4 0.15 asks whether there is one, and
    /// would take the target of a redirect for the address of an inbox.
    /// </summary>
    private static Task<IResult> MailAsync(
        HttpRequest http,
        InboxReader reader,
        InboxMails mails,
        IReadOnlyList<ProjectName> projects,
        string messageId,
        CancellationToken cancellationToken
    )
    {
        http.HttpContext.Response.Headers.Vary = HeaderNames.Accept;
        return Accepted.PrefersHtml(http)
            ? PageAsync(reader, projects, messageId, "", cancellationToken)
            : mails.RawAsync(projects, messageId, cancellationToken);
    }

    /// <summary>The pages of a mail and of its thread are those at Patchwork's addresses.</summary>
    private static async Task<IResult> PageAsync(
        InboxReader reader,
        IReadOnlyList<ProjectName> projects,
        string messageId,
        string part,
        CancellationToken cancellationToken
    )
    {
        if (await reader.FindAsync(projects, messageId, cancellationToken) is not [var mail, ..])
            return NoPage.Answer;
        var project = $"/project/{UriPath.Escape(mail.Project.LinkName)}";
        var (row, key) = (mail.Row, mail.Row.Key);
        return Results.Redirect(
            part switch
            {
                "T/" => $"{project}/thread/{UriPath.Escape(messageId)}/?view=flat",
                "t/" => $"{project}/thread/{UriPath.Escape(messageId)}/",
                _ =>
                    $"{project}/{(key.SubmissionKind == MailKind.Patch ? "patch" : "cover")}/{UriPath.Escape(row.SubmissionMessageId)}/{(key.Kind == MailKind.Comment ? $"#{key.Id}" : "")}",
            }
        );
    }

    /// <summary>Whether a client asks for what a Git clone or its list needs.</summary>
    private static bool IsGit(string path) =>
        path is "manifest.js.gz" or "git-upload-pack" or "HEAD"
        || path.StartsWith("info/refs", StringComparison.Ordinal)
        || path.StartsWith("objects/", StringComparison.Ordinal)
        || path.EndsWith("/git-upload-pack", StringComparison.Ordinal)
        || path.EndsWith("/info/refs", StringComparison.Ordinal);

    private static IResult Text(string text, int status = StatusCodes.Status200OK) =>
        Results.Text(text, $"{MediaTypeNames.Text.Plain}; charset=utf-8", statusCode: status);
}
