using Hookwork.Archive.Resources;
using Hookwork.Catalog;
using Hookwork.Catalog.Query;
using Hookwork.Catalog.Searching;

namespace Hookwork.Webhooks.Console;

/// <summary>What the query of a subscription matched in the last week.</summary>
public sealed class QueryPreview(Catalogs catalogs, ProjectNames names, TimeProvider time)
{
    private const int Most = 10;

    /// <summary>The mails of the last week that match.</summary>
    /// <param name="Total">How many there are.</param>
    /// <param name="Newest">The newest of them, with their projects.</param>
    public sealed record Matches(long Total, IReadOnlyList<(string Project, SearchHit Hit)> Newest);

    /// <summary>Searches the mails of the form's projects.</summary>
    /// <exception cref="QueryException">The query cannot be read.</exception>
    /// <exception cref="CatalogNotReadyException">A catalog is still being prepared.</exception>
    /// <exception cref="SlowQueryException">It takes too long.</exception>
    public async Task<Matches> OfAsync(SubscriptionForm form, CancellationToken cancellationToken)
    {
        // Read alone first, so that an error names the column in the text that was typed.
        SearchQuery.Parse(form.Query, time);
        var query = SearchQuery.Parse(
            string.IsNullOrWhiteSpace(form.Query) ? "d:1.week.ago.." : $"({form.Query}) d:1.week.ago..",
            time
        );
        var projects = (await names.AllAsync(cancellationToken))
            .Where(project => form.ProjectNames.Count == 0 || form.ProjectNames.Any(project.Is))
            .ToList();
        using var leases = await catalogs.UseAllAsync(projects.Select(project => project.Id), cancellationToken);
        var limit = new QueryLimit(QueryLimit.Longest);
        var (total, hits) = (0L, new List<(string Project, SearchHit Hit)>());
        foreach (var (project, file) in projects.Zip(leases.Files))
        {
            var found = limit.Read(file, connection => CatalogSearch.Find(connection, query, SearchOrder.Date, Most));
            total += found.Total;
            hits.AddRange(
                CatalogSearch
                    .Hits(file, query, [.. found.First.Select(mail => mail.Row)], [], limit)
                    .Values.Select(hit => (project.LinkName, hit))
            );
        }
        return new Matches(total, [.. hits.OrderByDescending(item => item.Hit.Mail.Date).Take(Most)]);
    }
}
