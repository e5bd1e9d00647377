using System.Diagnostics;
using Hookwork.Archive.Resources;
using Hookwork.Catalog;
using Hookwork.Catalog.Query;
using Hookwork.Catalog.Searching;
using Hookwork.Input;
using Hookwork.Telemetry;
using Microsoft.AspNetCore.Http;

namespace Hookwork.Search;

/// <summary>Searches the catalogs of one or several projects and merges the hits.</summary>
public sealed class SearchEngine(Catalogs catalogs, ProjectNames names)
{
    /// <summary>The number of hits on a page that have a snippet, from the first.</summary>
    private const int MostSnippets = 25;

    /// <summary>Answers a page.</summary>
    /// <param name="withFacets">Whether to count the hits by state, submitter and month.</param>
    /// <exception cref="CatalogNotReadyException">A catalog is still being prepared.</exception>
    /// <exception cref="BadHttpRequestException">There is no such project.</exception>
    /// <exception cref="SlowQueryException">The query takes too long.</exception>
    public async Task<SearchResult> SearchAsync(
        SearchRequest request,
        bool withFacets,
        CancellationToken cancellationToken
    )
    {
        var started = Stopwatch.GetTimestamp();
        using var use = await UseAsync(request.Projects, cancellationToken);
        var limit = new QueryLimit(QueryLimit.Longest);
        var most = request.IsReversed ? int.MaxValue : request.Skip + request.PerPage;
        var found = Find(use, request, most, limit);
        List<ProjectTotal> totals = [.. found.Select(item => new ProjectTotal(item.Member.Project, item.Mails.Total))];
        var merged = Merge(found, most);
        var page = (request.IsReversed ? merged.Reverse() : merged).Skip(request.Skip).Take(request.PerPage).ToList();
        var hits = Show(page, request.Query, MostSnippets, limit);
        var took = Stopwatch.GetElapsedTime(started);
        HookworkMeter.Searched(took);
        return new SearchResult(request, totals, hits, took)
        {
            Facets = withFacets ? CountFacets(use, request.Query, limit) : null,
        };
    }

    /// <summary>Every hit up to a bound, without snippets, in the order of the request.</summary>
    /// <exception cref="SlowQueryException">The query takes too long.</exception>
    public async Task<IReadOnlyList<ProjectHit>> AllAsync(
        SearchRequest request,
        int most,
        CancellationToken cancellationToken
    )
    {
        using var use = await UseAsync(request.Projects, cancellationToken);
        var limit = new QueryLimit(QueryLimit.Longest);
        return Show([.. Merge(Find(use, request, most, limit), most)], request.Query, snippets: 0, limit);
    }

    private async Task<CatalogUse> UseAsync(IReadOnlyList<string> asked, CancellationToken cancellationToken)
    {
        var projects = await names.AllAsync(cancellationToken);
        if (asked.Count > 0)
        {
            projects =
            [
                .. asked
                    .Select(name =>
                        projects.FirstOrDefault(project => project.Is(name))
                        ?? throw new BadHttpRequestException(
                            $"There is no project '{Printable.Escape(name)}': give one of {string.Join(", ", projects.Select(project => project.LinkName))}."
                        )
                    )
                    .Distinct(),
            ];
        }
        var leases = await catalogs.UseAllAsync(projects.Select(project => project.Id), cancellationToken);
        return new CatalogUse(projects, leases);
    }

    private static List<(CatalogUse.Member Member, FoundMails Mails)> Find(
        CatalogUse use,
        SearchRequest request,
        int most,
        QueryLimit limit
    ) =>
        [
            .. use.Members.Select(member =>
                (
                    member,
                    limit.Read(
                        member.File,
                        connection => CatalogSearch.Find(connection, request.Query, request.Order, most)
                    )
                )
            ),
        ];

    private static Facets CountFacets(CatalogUse use, SearchQuery query, QueryLimit limit) =>
        Facets.Join(use.Members.Select(member => limit.Read(member.File, connection => Facets.Of(connection, query))));

    private static IEnumerable<(CatalogUse.Member Member, FoundMail Mail)> Merge(
        List<(CatalogUse.Member Member, FoundMails Mails)> found,
        int most
    )
    {
        var mails = found.SelectMany(item => item.Mails.First, (item, mail) => (item.Member, Mail: mail));
        return found.Count == 1
            ? mails
            : mails
                .OrderBy(item => item.Mail.Rank)
                .ThenByDescending(item => item.Mail.Date)
                .ThenBy(item => item.Member.Project.Id)
                .ThenByDescending(item => item.Mail.Row)
                .Take(most);
    }

    private static List<ProjectHit> Show(
        IReadOnlyList<(CatalogUse.Member Member, FoundMail Mail)> page,
        SearchQuery query,
        int snippets,
        QueryLimit limit
    )
    {
        var first = page.Take(snippets).ToList();
        var shown = new Dictionary<(long, long), SearchHit>();
        foreach (var group in page.GroupBy(item => item.Member))
        {
            var rows = group.Select(item => item.Mail.Row).ToList();
            var withSnippet = first.Where(item => item.Member == group.Key).Select(item => item.Mail.Row).ToList();
            foreach (var (row, hit) in CatalogSearch.Hits(group.Key.File, query, rows, withSnippet, limit))
                shown[(group.Key.Project.Id, row)] = hit;
        }
        // A mail that changed between two statements has a new row.
        return
        [
            .. page.Select(item =>
                    shown.TryGetValue((item.Member.Project.Id, item.Mail.Row), out var hit)
                        ? new ProjectHit(item.Member.Project, hit)
                        : null
                )
                .OfType<ProjectHit>(),
        ];
    }
}
