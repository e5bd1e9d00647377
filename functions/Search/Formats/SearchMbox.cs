using System.IO.Compression;
using System.Text;
using Hookwork.Archive;
using Hookwork.Archive.Resources;
using Hookwork.Catalog.Query.Evaluation;
using Microsoft.AspNetCore.Http;

namespace Hookwork.Search.Formats;

/// <summary>
/// The hits of a search as mails: patches and cover letters as archived, comments rebuilt from upstream's API.
/// </summary>
public sealed class SearchMbox(SearchEngine engine, MboxReader mboxes, ReplyStore replies)
{
    /// <summary>The most mails in an answer.</summary>
    public const int Most = 5000;

    private const int Parallel = 8;

    /// <summary>Streams a compressed mbox.</summary>
    public async Task<IResult> AnswerAsync(SearchRequest request, CancellationToken cancellationToken)
    {
        var hits = await engine.AllAsync(request, Most, cancellationToken);
        return Results.Stream(body => WriteAsync(hits, body, cancellationToken), "application/gzip", "search.mbox.gz");
    }

    private async Task WriteAsync(IReadOnlyList<ProjectHit> hits, Stream body, CancellationToken cancellationToken)
    {
        await using var gzip = new GZipStream(body, CompressionLevel.Fastest);
        // Reads ahead, so the latency of storage overlaps.
        var ahead = new Queue<Task<byte[]>>();
        foreach (var hit in hits)
        {
            ahead.Enqueue(ReadAsync(hit, cancellationToken));
            if (ahead.Count == Parallel)
                await gzip.WriteAsync(await ahead.Dequeue(), cancellationToken);
        }
        while (ahead.TryDequeue(out var mail))
            await gzip.WriteAsync(await mail, cancellationToken);
    }

    /// <summary>A mail in mbox format; empty if it was removed meanwhile.</summary>
    private async Task<byte[]> ReadAsync(ProjectHit item, CancellationToken cancellationToken)
    {
        var key = item.Hit.Key;
        var kind = key.SubmissionKind == MailKind.Patch ? ResourceKind.Patch : ResourceKind.Cover;
        if (key.Kind == MailKind.Comment)
            return await replies.CommentAsync(kind, key.SubmissionId, key.Id, cancellationToken) is { } json
                ? CommentMail.Write(json)
                : [];

        await using var mbox = await mboxes.OpenAsync(
            item.Project.Id,
            kind,
            key.Id,
            item.Hit.Submitter,
            cancellationToken
        );
        if (mbox is null)
            return [];
        using var mail = new MemoryStream();
        await mbox.CopyToAsync(mail, cancellationToken);
        return MboxEscape.Apply(mail.GetBuffer().AsSpan(0, (int)mail.Length));
    }
}
