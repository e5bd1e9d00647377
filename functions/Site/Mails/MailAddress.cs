using System.Text.Json.Nodes;
using Hookwork.Archive.Resources;
using Hookwork.Input;
using Hookwork.Mail.Mboxes;
using Hookwork.Site.Rows;

namespace Hookwork.Site.Mails;

/// <summary>Where the other forms of a patch or cover letter are.</summary>
/// <param name="Origin">Scheme and host of this deployment.</param>
/// <param name="Project">The link name of the project.</param>
/// <param name="Kind">Patch or cover letter.</param>
internal sealed record MailAddress(string Origin, string Project, ResourceKind Kind)
{
    /// <summary>Links to them.</summary>
    public IReadOnlyList<PageLink> LinksOf(JsonObject mail, string messageId)
    {
        var (mbox, api) = (mail.Text("mbox") ?? "", mail.Text("url"));
        List<PageLink> links = [new("thread", SiteAddress.Mail(Project, "thread", messageId)), new("mbox", mbox)];
        if (Kind == ResourceKind.Patch)
            links.Add(new("diff", $"/patch/{mail["id"]}/raw/"));
        links.Add(new("API", api + "?format=api"));
        links.Add(new("JSON", api + "?format=json"));
        if (mail.Text("list_archive_url") is { Length: > 0 } archive)
            links.Add(new("list archive", archive));
        if (mail.Text("pull_url") is { Length: > 0 } pull)
            links.Add(new($"pull request {pull}", pull.Split(' ')[0])); // The ref follows the repository.
        return links;
    }

    /// <summary>Commands for a shell that fetch and apply it.</summary>
    public IReadOnlyList<(string Label, string Command)> CommandsOf(JsonObject mail, string messageId) =>
        Kind == ResourceKind.Patch && mail.Text("mbox") is ['/', ..] mbox
            ?
            [
                ("Apply with git", $"curl -sfL {ShellWord.Of(Origin + mbox)} | {AsOneMail(mail)}git am"),
                ("Apply the series with b4", $"b4 am {ShellWord.OfMessageId(messageId)}"),
                // Every server has this version, and so has its mirror.
                ("Apply with git-pw", $"git-pw --server {ShellWord.Of($"{Origin}/api/1.0")} patch apply {mail["id"]}"),
            ]
            : [("Apply the series with b4", $"b4 am {ShellWord.OfMessageId(messageId)}")];

    /// <summary>Makes git read an mbox as one mail.</summary>
    private static string AsOneMail(JsonObject mail) =>
        FromLine.IsIn(mail.Text("content")) || FromLine.IsIn(mail.Text("diff")) ? "sed 1d | " : "";
}
