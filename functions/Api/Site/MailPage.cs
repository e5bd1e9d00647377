using System.Text.Json;
using Hookwork.Api.Http;
using Hookwork.Archive.Resources;
using Hookwork.Pages;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Http;

namespace Hookwork.Api.Site;

/// <summary>The page at the web address of a patch or cover letter.</summary>
public sealed class MailPage(Mboxes mboxes, ResourceReader reader, ReplyStore replies)
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
        var diff = Text(mail, "diff") is { Length: > 0 } text ? Html.Of($"<pre>{text}</pre>\n") : Html.Empty;
        return new Page(
            Text(mail, "name"),
            Html.Of(
                $"""
                <h1>{Text(mail, "name")}</h1>
                <p>{Sender(mail)}, {Text(mail, "date")} UTC</p>
                <p>{State(kind, mail)} {Series(mail)} {Link(Text(mail, "mbox"), "mbox")} {Link(
                    Text(mail, "url") + "?format=json",
                    "JSON"
                )}</p>
                <pre>{Text(mail, "content")}</pre>
                {diff}{Html.Join(comments.Select(Comment))}
                """
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
            : ApiPage.NoPage;

    private static IHtmlContent State(ResourceKind kind, JsonElement mail) =>
        kind == ResourceKind.Patch
            ? Html.Of($"State: {Text(mail, "state")}. Checks: {Text(mail, "check")}.")
            : Html.Empty;

    private static IHtmlContent Series(JsonElement mail) =>
        Html.Join(
            (
                mail.TryGetProperty("series", out var all) ? [.. all.EnumerateArray()] : Array.Empty<JsonElement>()
            ).Select(series => Link($"/series/{series.GetProperty("id")}/", $"Series: {Text(series, "name")}"))
        );

    private static IHtmlContent Comment(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        var comment = document.RootElement;
        return Html.Of(
            $"<h2 id=\"{comment.GetProperty("id").GetInt64()}\">{Sender(comment)}, {Text(comment, "date")} UTC</h2>\n<pre>{Text(comment, "content")}</pre>\n"
        );
    }

    /// <summary>A link to an address of this host.</summary>
    private static IHtmlContent Link(string address, string text) =>
        address.StartsWith('/') ? Html.Of($"<a href=\"{address}\">{text}</a>") : Html.Empty;

    private static string Sender(JsonElement mail) =>
        mail.TryGetProperty("submitter", out var submitter) && submitter.ValueKind == JsonValueKind.Object
            ? $"{Text(submitter, "name")} <{Text(submitter, "email")}>"
            : "";

    private static string Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
