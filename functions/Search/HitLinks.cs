using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Input;

namespace Hookwork.Search;

/// <summary>The addresses of a hit, on this host and in the list's archive.</summary>
/// <param name="Api">The resource in the REST API.</param>
/// <param name="Web">Its page, at the path that Patchwork uses.</param>
/// <param name="Mbox">The mbox of the patch or cover letter; for a comment, of what it replies to.</param>
/// <param name="Archive">The list's own archive; null if upstream names none.</param>
public sealed record HitLinks(string Api, string Web, string Mbox, string? Archive)
{
    /// <summary>The links of a hit.</summary>
    /// <param name="origin">Scheme and host of this deployment, without a slash at the end.</param>
    public static HitLinks Of(ProjectHit item, string origin)
    {
        var (project, mail) = (item.Project, item.Hit.Mail);
        var isPatch = mail.Key.SubmissionKind == MailKind.Patch;
        var messageId = UriPath.Escape(mail.MessageId);
        var submission =
            mail.SubmissionMessageId == mail.MessageId ? messageId : UriPath.Escape(mail.SubmissionMessageId);
        var api = $"{origin}/api/{(isPatch ? "patches" : "covers")}/{mail.Key.SubmissionId}/";
        var web = $"{origin}/project/{UriPath.Escape(project.LinkName)}/{(isPatch ? "patch" : "cover")}/{submission}/";
        var isComment = mail.Key.Kind == MailKind.Comment;
        return new HitLinks(
            isComment ? $"{api}comments/{mail.Key.Id}/" : api,
            isComment ? $"{web}#{mail.Key.Id}" : web,
            web + "mbox/",
            project.ListArchiveUrlFormat.Contains("{}", StringComparison.Ordinal) && messageId.Length > 0
                ? project.ListArchiveUrlFormat.Replace("{}", messageId, StringComparison.Ordinal)
                : null
        );
    }
}
