using System.Net.Mime;
using Hookwork.Archive.Resources;
using Hookwork.Catalog.Query;
using Hookwork.Catalog.Searching;
using Hookwork.Search;
using Hookwork.Search.Formats;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Hookwork.Inbox;

/// <summary>
/// Searches of an inbox, as public-inbox answers them: by POST an mbox (<c>x=m</c>), by GET a feed (<c>x=A</c>) or a page.
/// </summary>
public sealed class InboxSearch(
    SearchMbox mbox,
    SearchEngine engine,
    InboxReader reader,
    InboxAtom atom,
    TimeProvider time
)
{
    /// <summary>Hits in a feed, as on lore: clients go on with <c>o</c> so many further.</summary>
    private const int HitsInFeed = 200;

    /// <summary>Answers a search.</summary>
    /// <param name="threadOf">The Message-ID in whose thread to look; null for the whole inbox.</param>
    internal async Task<IResult> AnswerAsync(
        HttpRequest http,
        string inbox,
        IReadOnlyList<ProjectName> projects,
        string address,
        string? threadOf,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var request = (await SearchRequest.ReadAsync(http, time, cancellationToken)) with
            {
                Projects = [.. projects.Select(project => project.LinkName)],
            };
            if (threadOf is not null)
            {
                var thread = await reader.ThreadAsync(projects, threadOf, cancellationToken);
                request = request with { Query = request.Query.InThreadsOf([threadOf, .. IdsOf(thread)]) };
            }
            return (http.Query["x"].ToString(), HttpMethods.IsPost(http.Method)) switch
            {
                ("m", _) or (_, true) => await MboxAsync(request, projects, cancellationToken),
                ("A", _) => await FeedAsync(request, http, address, cancellationToken),
                _ => Results.Redirect(PageOf(http, inbox)),
            };
        }
        catch (Exception exception) when (exception is QueryException or SlowQueryException or BadHttpRequestException)
        {
            return Results.Text(
                $"Bad query: {exception.Message}\n",
                $"{MediaTypeNames.Text.Plain}; charset=utf-8",
                statusCode: StatusCodes.Status400BadRequest
            );
        }
    }

    private async Task<IResult> MboxAsync(
        SearchRequest request,
        IReadOnlyList<ProjectName> projects,
        CancellationToken cancellationToken
    )
    {
        List<InboxMail> mails = [.. Mails(await engine.AllAsync(request, SearchMbox.Most, cancellationToken))];
        // A catalog knows of a thread only the part in its own project.
        if (request.Query.TakesThreads && projects.Count > 1 && mails.Count < SearchMbox.Most)
        {
            var whole = await reader.ThreadsAsync(projects, IdsOf(mails), SearchMbox.Most, cancellationToken);
            mails = [.. InboxReader.Once(mails.Concat(whole)).Take(SearchMbox.Most)];
        }
        return mbox.Found([.. mails.Select(mail => mail.Place)], "results.mbox.gz", cancellationToken);
    }

    private static List<string> IdsOf(IEnumerable<InboxMail> mails) =>
        [.. mails.Select(mail => mail.Row.MessageId).Where(id => id.Length > 0)];

    private async Task<IResult> FeedAsync(
        SearchRequest request,
        HttpRequest http,
        string address,
        CancellationToken cancellationToken
    )
    {
        if (!http.Query.Keys.Any(name => name is "l" or "per_page"))
            request = request with
            {
                PerPage = HitsInFeed,
                Page = Math.Min(request.Page, SearchRequest.Deepest / HitsInFeed),
            };
        var result = await engine.SearchAsync(request.ForFeed(), withFacets: false, cancellationToken);
        return atom.Answer(
            [.. Mails(result.Hits)],
            $"{request.Text} - search results",
            $"q\n{request.Text}",
            address + http.QueryString.ToUriComponent(),
            address,
            cancellationToken
        );
    }

    private static IEnumerable<InboxMail> Mails(IEnumerable<ProjectHit> hits) =>
        InboxReader.Once(hits.Select(item => new InboxMail(item.Project, item.Hit.Mail)));

    /// <summary>The page of the same search.</summary>
    private static string PageOf(HttpRequest http, string inbox) =>
        QueryHelpers.AddQueryString(
            "/search",
            http.Query.Where(parameter => parameter.Key is "q" or "o" or "r" or "t" or "l")
                .Select(parameter => KeyValuePair.Create(parameter.Key, (string?)parameter.Value.ToString()))
                .Concat(inbox == InboxReader.All ? [] : [KeyValuePair.Create("project", (string?)inbox)])
        );
}
