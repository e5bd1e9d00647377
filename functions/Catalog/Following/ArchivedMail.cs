using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Hookwork.Catalog.Files;
using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Mail;
using Hookwork.Mail.Diffs;
using Hookwork.Patchwork;
using Hookwork.Patchwork.Resources;

namespace Hookwork.Catalog.Following;

/// <summary>An archived patch, cover letter or comment, parsed as a mail.</summary>
public sealed record ArchivedMail
{
    /// <summary>The most original authors that are read of a mail, since each is compared with every sender.</summary>
    private const int MostAuthors = 10;

    public required MailKey Key { get; init; }

    /// <summary>The name of a patch or cover letter; the subject of a comment.</summary>
    public required string Name { get; init; }

    /// <summary>The submitter's id; 0 if unknown.</summary>
    public required long Submitter { get; init; }

    /// <summary>The searchable document.</summary>
    public required SearchDocument Document { get; init; }

    /// <summary>The text without the diff, and the diff.</summary>
    public required StoredText Text { get; init; }

    /// <summary>Identifies the text: equal for equal headers, text, diff and Patchwork fields.</summary>
    public required long Version { get; init; }

    /// <summary>Reads the detail of a patch or cover letter.</summary>
    public static ArchivedMail Of(Submission submission)
    {
        var patch = submission as Patch;
        var body = MailBody.Of(submission.Content, patch?.Diff);
        var name = submission.Name ?? "";
        var isPull = !string.IsNullOrEmpty(patch?.PullUrl) || body.PullRequest is not null;
        var kind = patch is null ? MailKind.Cover : MailKind.Patch;
        return new ArchivedMail
        {
            Key = MailKey.Submission(kind, submission.Id),
            Name = name,
            Submitter = submission.Submitter?.Id ?? 0,
            Document = Read(
                kind,
                body,
                submission.Headers,
                submission.Submitter,
                submission.Msgid,
                submission.Date,
                name,
                submission.Content ?? "",
                patch?.Diff ?? ""
            ) with
            {
                IsPull = isPull,
                Status = StatusOf(patch),
                Project = submission.Project?.LinkName ?? "",
                Series = SeriesOf(submission),
            },
            Text = new StoredText(submission.Content ?? "", patch?.Diff ?? ""),
            Version = VersionOf(
                submission.Headers,
                submission.Submitter,
                submission.Content,
                patch?.Diff,
                name,
                submission.Msgid,
                submission.Date,
                isPull ? "pull" : null
            ),
        };
    }

    /// <summary>Reads a comment on a patch or cover letter, with its parent's state, project and series.</summary>
    public static ArchivedMail Of(Comment comment, Submission parent)
    {
        var body = MailBody.Of(comment.Content, isReply: true);
        // Upstream shows it as the mail has it: encoded and folded.
        var name = HeaderText.Subject(comment.Subject ?? "");
        var document = Read(
            MailKind.Comment,
            body,
            comment.Headers,
            comment.Submitter,
            comment.Msgid,
            comment.Date,
            name,
            comment.Content ?? "",
            ""
        );
        var own = SubjectLine.Parse(document.Subject);
        // Some mail programs translate Re:, and gateways put [EXT] before or behind it: "Re: [EXT] Re: [PATCH v2] x".
        var isWhole =
            own is { IsReply: true, Prefixes.Count: > 0 } && !own.Title.Contains(": [", StringComparison.Ordinal);
        var line = isWhole ? own : SubjectLine.Parse(parent.Name);
        return new ArchivedMail
        {
            Key = MailKey.Comment(comment.Id, parent is Patch ? MailKind.Patch : MailKind.Cover, parent.Id),
            Name = name,
            Submitter = comment.Submitter?.Id ?? 0,
            Document = document with
            {
                HasComments = true,
                Tags = line.Prefixes,
                Version = line.Version,
                Status = StatusOf(parent as Patch),
                Project = parent.Project?.LinkName ?? "",
                Series = SeriesOf(parent),
            },
            Text = new StoredText(comment.Content ?? "", ""),
            // The brackets may be those of what it is on, which may get another name.
            Version = VersionOf(
                comment.Headers,
                comment.Submitter,
                comment.Content,
                name,
                comment.Msgid,
                comment.Date,
                $"{line.Version} {string.Join(' ', line.Prefixes)}"
            ),
        };
    }

    /// <summary>A Patchwork date: UTC without a zone. The epoch if it is malformed.</summary>
    internal static DateTimeOffset DateOf(string? date) =>
        DateTimeOffset.TryParse(
            date,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var read
        )
            ? read
            : DateTimeOffset.UnixEpoch;

    private static SearchDocument Read(
        MailKind kind,
        MailBody body,
        JsonElement json,
        Person? submitter,
        string? messageId,
        string? date,
        string name,
        string content,
        string diff
    )
    {
        var headers = new MailHeaders(json);
        var (references, parent) = headers.Ancestors;
        var lines = new DiffTexts(body.Files);
        var subject = HeaderText.OneLine(headers.Text("Subject") ?? name);
        var line = SubjectLine.Parse(subject);
        return new SearchDocument
        {
            Kind = kind,
            Subject = subject,
            From = SenderOf(headers, submitter),
            To = headers.Addresses("To"),
            Cc = headers.Addresses("Cc"),
            Own = body.Own,
            Quoted = body.Quoted,
            Files = lines.Files,
            Added = lines.Added,
            Removed = lines.Removed,
            Context = lines.Context,
            HunkHeaders = lines.HunkHeaders,
            BlobsBefore = lines.BlobsBefore,
            BlobsAfter = lines.BlobsAfter,
            MessageId = messageId ?? "",
            Date = DateOf(date),
            Received = headers.Received ?? DateOf(date),
            Size = headers.Size + Encoding.UTF8.GetByteCount(content) + Encoding.UTF8.GetByteCount(diff),
            ListIds = headers.ListIds,
            References = references,
            Parent = parent,
            FileNames = headers.FileNames,
            HasAttachment = headers.HasAttachment,
            PatchId = PatchId.Of(diff.Length > 0 || body.Files.Count == 0 ? diff : content),
            ChangeId = body.Basis.ChangeId,
            Tags = line.Prefixes,
            Version = line.Version,
            Reviewers =
            [
                .. body.Trailers.Where(trailer => trailer.Name == "Reviewed-by").Select(trailer => trailer.Value),
            ],
            ReviewTags = ReviewTag.Of(body.Trailers),
            TrailerNames =
            [
                .. body.Trailers.Select(trailer => trailer.Name).Distinct(StringComparer.OrdinalIgnoreCase),
            ],
        };
    }

    /// <summary>
    /// From, and the author where a list put itself there (<c>A B via list</c>): Patchwork's submitter, and what the
    /// list kept as X-Original-From.
    /// </summary>
    private static string SenderOf(MailHeaders headers, Person? submitter)
    {
        List<string> senders = [.. headers.Addresses("From")];
        foreach (
            var author in headers
                .Addresses("X-Original-From")
                .Take(MostAuthors)
                .Append($"{submitter?.Name} <{submitter?.Email}>")
        )
        {
            var address = author[(author.LastIndexOf('<') + 1)..].TrimEnd('>', ' ');
            if (!senders.Exists(sender => sender.Contains(address, StringComparison.OrdinalIgnoreCase)))
                senders.Add(author);
        }
        return string.Join(", ", senders);
    }

    private static PatchStatus? StatusOf(Patch? patch) =>
        patch is null
            ? null
            : new PatchStatus(
                patch.State ?? "",
                patch.Archived,
                patch.Check ?? CombinedCheck.None,
                patch.Delegate?.Username,
                patch.Delegate?.Email
            );

    private static IReadOnlyList<long> SeriesOf(Submission submission) =>
        [.. (submission.Series ?? []).Select(series => series.Id)];

    private static long VersionOf(JsonElement headers, Person? submitter, params ReadOnlySpan<string?> texts)
    {
        var hash = new XxHash3();
        Append(headers.ValueKind == JsonValueKind.Undefined ? null : headers.GetRawText());
        Append(submitter?.Id.ToString());
        foreach (var text in texts)
            Append(text);
        return (long)hash.GetCurrentHashAsUInt64();

        void Append(string? text)
        {
            hash.Append(MemoryMarshal.AsBytes(text.AsSpan()));
            hash.Append([0xFF]);
        }
    }
}
