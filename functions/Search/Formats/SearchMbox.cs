using System.IO.Compression;
using System.Net.Mime;
using Microsoft.AspNetCore.Http;

namespace Hookwork.Search.Formats;

/// <summary>Mails as a compressed mbox.</summary>
public sealed class SearchMbox(SearchEngine engine, MailMbox mails)
{
    /// <summary>The most mails in an answer to a search.</summary>
    public const int Most = 5000;

    /// <summary>Streams the hits of a search, the newest first.</summary>
    public async Task<IResult> AnswerAsync(SearchRequest request, CancellationToken cancellationToken) =>
        Found(
            [
                .. (await engine.AllAsync(request, Most, cancellationToken)).Select(item => new MailPlace(
                    item.Project.Id,
                    item.Hit.Mail.Row,
                    item.Hit.Mail.Key
                )),
            ],
            "search.mbox.gz",
            cancellationToken
        );

    /// <summary>
    /// Streams the mails that a search found. If there are none, it is a 404, as on lore: GZipStream writes no valid
    /// file without data.
    /// </summary>
    public IResult Found(IReadOnlyList<MailPlace> places, string fileName, CancellationToken cancellationToken) =>
        places.Count == 0
            ? Results.Text("No results found\n", MediaTypeNames.Text.Plain, statusCode: StatusCodes.Status404NotFound)
            : Stream(places, fileName, cancellationToken);

    /// <summary>Streams mails in the given order.</summary>
    public IResult Stream(IReadOnlyList<MailPlace> places, string fileName, CancellationToken cancellationToken) =>
        Results.Stream(
            async body =>
            {
                await using var gzip = new GZipStream(body, CompressionLevel.Fastest);
                await mails.WriteAsync(places, gzip, cancellationToken);
            },
            "application/gzip",
            fileName
        );
}
