using System.Text.Json;
using System.Text.Json.Nodes;
using Hookwork.Api.Http;
using Hookwork.Archive.Resources;
using Hookwork.Catalog.Files;
using Hookwork.Catalog.Following;
using Hookwork.Input;
using Hookwork.Mail;
using Hookwork.Mail.Diffs;
using Hookwork.Mail.Reviews;
using Hookwork.Pages;
using Hookwork.Pages.Parts;
using Hookwork.Site.Diffs;
using Hookwork.Site.Reviews;
using Microsoft.AspNetCore.Http;

namespace Hookwork.Site.Mails;

/// <summary>The page at the web address of a patch or cover letter.</summary>
public sealed class MailPages(Mboxes mboxes, ResourceReader reader, ReplyStore replies, HookworkSettings settings)
{
    /// <summary>Shows the mail and the comments on it.</summary>
    public async Task<IResult> AnswerAsync(
        ResourceKind kind,
        string project,
        string messageId,
        HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        if (await mboxes.FindAsync(project, messageId, kind, cancellationToken) is not var (_, id))
            return await OtherAsync(kind, project, messageId, cancellationToken);
        var read = reader.ReadAsync(kind, id, cancellationToken);
        var comments = replies.CommentsAsync(kind, id, cancellationToken);
        var checks =
            kind == ResourceKind.Patch
                ? replies.ChecksAsync(id, cancellationToken)
                : Task.FromResult<IReadOnlyList<byte[]>>([]);
        await Task.WhenAll(read, comments, checks);
        if (await read is not { } mail)
            return await OtherAsync(kind, project, messageId, cancellationToken);
        var series = SeriesOf(mail) is { } number
            ? await reader.ReadAsync(ResourceKind.Series, number, cancellationToken)
            : null;
        int? only =
            PythonNumber.TryRead(request.Query["file"].LastOrDefault() ?? "", out var file)
            && file is > 0 and <= int.MaxValue
                ? (int)file - 1
                : null;
        return new Page<MailPage>(
            Model(
                new MailAddress(settings.Origin(request), project, kind),
                mail,
                series,
                MailComment.AllOf(await comments),
                await checks,
                only
            )
        );
    }

    /// <summary>Redirects to a cover letter that was requested as a patch, or the reverse.</summary>
    private async Task<IResult> OtherAsync(
        ResourceKind requested,
        string project,
        string messageId,
        CancellationToken cancellationToken
    )
    {
        var kind = requested == ResourceKind.Patch ? ResourceKind.Cover : ResourceKind.Patch;
        return
            await mboxes.FindAsync(project, messageId, kind, cancellationToken) is var (_, id)
            && await reader.ReadAsync(kind, id, cancellationToken) is { } json
            && (string?)json["web_url"] is ['/', not '/', ..] address
            && !address.StartsWith($"/{kind.Name()}/", StringComparison.Ordinal)
            ? ApiAnswer.MovedTo(address, StatusCodes.Status302Found)
            : NoPage.Answer;
    }

    private static MailModel Model(
        MailAddress at,
        JsonObject mail,
        JsonObject? series,
        IReadOnlyList<MailComment> comments,
        IReadOnlyList<byte[]> checks,
        int? only
    )
    {
        var (diff, messageId) = (DiffReader.Read(Text(mail, "diff")), Text(mail, "msgid").Trim('<', '>'));
        var (content, files) = (Diff.TextOf(Text(mail, "content"), diff), diff.Files);
        var shown = DiffModel.Shown(files, only);
        var reviews = ReviewPlaces.Of(
            ReviewedMail.Of(content, files),
            comments,
            place => place.Kind != PlaceKind.Diff || shown[place.File]
        );
        var reviewed = reviews.Places.Keys.Where(place => place.Kind == PlaceKind.Diff).Select(place => place.File);
        var (previous, next) = Neighbours(series, mail);
        return new MailModel
        {
            Name = SubjectText.Of(Text(mail, "name")),
            Sender = MailPerson.Of(mail),
            Date = ArchivedMail.DateOf(Text(mail, "date")),
            MessageId = messageId,
            State = at.Kind == ResourceKind.Patch ? Text(mail, "state") : null,
            IsArchived = mail["archived"]?.GetValueKind() == JsonValueKind.True,
            Delegate = mail["delegate"] is JsonObject user ? Text(user, "username") : null,
            Commit = CommitOf(mail),
            Checks = ChecksOf(checks),
            Series =
            [
                .. Objects(mail, "series")
                    .Select(one => new PageLink(
                        Text(one, "name") is { Length: > 0 } name ? name : $"Series {one["id"]}",
                        // One that began before the archive has no page.
                        series is null
                            ? ""
                            : $"/series/{one["id"]}/"
                    )),
            ],
            Previous = previous,
            Next = next,
            Related = [.. Objects(mail, "related").Select(LinkTo)],
            Links = at.LinksOf(mail, messageId),
            Commands = at.CommandsOf(mail, messageId),
            Message = MessageBlock.Of(content, reviews),
            Diff = DiffModel.Of(files, shown, only, reviewed.ToHashSet().Contains),
            Reviews = reviews,
        };
    }

    private static PageLink? CommitOf(JsonObject mail)
    {
        if (Text(mail, "commit_ref") is not { Length: > 0 } commit)
            return null;
        var format = mail["project"] is JsonObject project ? Text(project, "commit_url_format") : "";
        return new PageLink(commit, format.Replace("{}", commit, StringComparison.Ordinal));
    }

    private static IReadOnlyList<ShownCheck> ChecksOf(IReadOnlyList<byte[]> checks) =>
        [
            .. ListedChecks
                .NewestOf(checks)
                .Select(check => new ShownCheck(
                    check.Text("state") ?? "",
                    new PageLink(check.Text("context") ?? "", check.Text("target_url") ?? ""),
                    check.Text("description") ?? "",
                    check.Field("user")?.Text("username") ?? "",
                    check.Text("date") ?? ""
                )),
        ];

    private static long? SeriesOf(JsonObject mail) => Objects(mail, "series").LastOrDefault()?.Id();

    private static (PageLink? Previous, PageLink? Next) Neighbours(JsonObject? series, JsonObject mail)
    {
        if (series is null)
            return (null, null);
        List<JsonObject> mails =
        [
            .. series["cover_letter"] is JsonObject cover ? [cover] : Array.Empty<JsonObject>(),
            .. SeriesOrder.Of(
                Objects(series, "patches"),
                patch => Text(patch, "name"),
                patch => Text(patch, "date"),
                patch => (long?)patch["id"] ?? 0
            ),
        ];
        var at = mails.FindIndex(other => Text(other, "msgid") == Text(mail, "msgid"));
        return at < 0
            ? (null, null)
            : (at > 0 ? LinkTo(mails[at - 1]) : null, at + 1 < mails.Count ? LinkTo(mails[at + 1]) : null);
    }

    private static PageLink LinkTo(JsonObject mail) => new(SubjectText.Of(Text(mail, "name")), Text(mail, "web_url"));

    private static IEnumerable<JsonObject> Objects(JsonObject owner, string name) =>
        (owner[name] as JsonArray ?? []).OfType<JsonObject>();

    private static string Text(JsonObject owner, string name) => owner.Text(name) ?? "";
}
