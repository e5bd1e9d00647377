using System.Text.Json;
using Hookwork.Api.Http;
using Hookwork.Archive.Resources;
using Hookwork.Pages;
using Microsoft.AspNetCore.Http;

namespace Hookwork.Site.Mails;

/// <summary>The page at the web address of a patch or cover letter.</summary>
public sealed class MailPages(Mboxes mboxes, ResourceReader reader, ReplyStore replies)
{
    /// <summary>Shows the mail and its replies.</summary>
    public async Task<IResult> AnswerAsync(
        ResourceKind kind,
        string project,
        string messageId,
        CancellationToken cancellationToken
    )
    {
        if (
            await mboxes.FindAsync(project, messageId, kind, cancellationToken) is not var (_, id)
            || await reader.ReadAsync(kind, id, cancellationToken) is not { } json
        )
            return await OtherAsync(
                kind == ResourceKind.Patch ? ResourceKind.Cover : ResourceKind.Patch,
                project,
                messageId,
                cancellationToken
            );
        var comments = await replies.CommentsAsync(kind, id, cancellationToken);
        using var document = JsonDocument.Parse(json.ToJsonString());
        var mail = document.RootElement;
        return new Page<MailPage>(
            new MailPage.Shown(
                Text(mail, "name"),
                Sender(mail),
                Text(mail, "date"),
                kind == ResourceKind.Patch ? Text(mail, "state") : null,
                kind == ResourceKind.Patch ? Text(mail, "check") : null,
                [
                    .. (
                        mail.TryGetProperty("series", out var all)
                            ? [.. all.EnumerateArray()]
                            : Array.Empty<JsonElement>()
                    ).Select(series => new MailPage.Link(
                        $"/series/{series.GetProperty("id")}/",
                        $"Series: {Text(series, "name")}"
                    )),
                    new MailPage.Link(Text(mail, "mbox"), "mbox"),
                    new MailPage.Link(Text(mail, "url") + "?format=json", "JSON"),
                ],
                Text(mail, "content"),
                Text(mail, "diff"),
                [.. comments.Select(Comment)]
            )
        );
    }

    /// <summary>Redirects to a cover letter that was requested as a patch, or the reverse.</summary>
    private async Task<IResult> OtherAsync(
        ResourceKind kind,
        string project,
        string messageId,
        CancellationToken cancellationToken
    ) =>
        // In the address of a patch a slash is escaped, in that of a cover letter it is not.
        await mboxes.FindAsync(
            project,
            kind == ResourceKind.Cover ? messageId.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase) : messageId,
            kind,
            cancellationToken
        )
            is var (_, id)
        && await reader.ReadAsync(kind, id, cancellationToken) is { } json
        && (string?)json["web_url"] is ['/', not '/', ..] address
        && !address.StartsWith($"/{kind.Name()}/", StringComparison.Ordinal)
            ? ApiAnswer.MovedTo(address, StatusCodes.Status302Found)
            : NoPage.Answer;

    private static MailPage.Comment Comment(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        var comment = document.RootElement;
        return new MailPage.Comment(
            comment.GetProperty("id").GetInt64(),
            Sender(comment),
            Text(comment, "date"),
            Text(comment, "content")
        );
    }

    private static string Sender(JsonElement mail) =>
        mail.TryGetProperty("submitter", out var submitter) && submitter.ValueKind == JsonValueKind.Object
            ? $"{Text(submitter, "name")} <{Text(submitter, "email")}>"
            : "";

    private static string Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
