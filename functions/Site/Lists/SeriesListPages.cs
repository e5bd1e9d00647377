using Hookwork.Api.Lists;
using Hookwork.Archive.Resources;
using Hookwork.Catalog;
using Hookwork.Pages;
using Hookwork.Site.Rows;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;

namespace Hookwork.Site.Lists;

/// <summary>A project's series with their state in one line each, the newest first.</summary>
public sealed class SeriesListPages(Catalogs catalogs, ProjectNames names, TimeProvider time)
{
    private const int PerPage = 100;

    /// <summary>Answers a page of the list.</summary>
    /// <exception cref="CatalogNotReadyException">The catalog is still being prepared.</exception>
    public async Task<IResult> AnswerAsync(string project, HttpRequest request, CancellationToken cancellationToken)
    {
        if (await names.LinkedAsync(project, cancellationToken) is not { } id)
            return NoPage.Answer;
        var query = ListQuery.Read(request.Query);
        using var lease = await catalogs.UseAsync(id, cancellationToken);
        return new Page<SeriesListPage>(lease.File.Read(connection => Read(connection, project, query)));
    }

    private SeriesListPage.Shown Read(SqliteConnection connection, string project, ListQuery query)
    {
        // Few go that far, and each page reads what is before it.
        query = query with
        {
            Page = Math.Clamp(query.Page, 1, 10_000),
        };
        var condition = SqlText.Of($"1");
        if (query.State != "*")
            condition.And(OpenSeries.Condition);
        if (PatchFilter.OfSubmitter(connection, query.Submitter, "series") is { } submitter)
            condition.And(submitter);
        if (query.Q.Length > 0)
            condition.And(PatchFilter.Contains("series.name", query.Q));
        var rows = Page(query.Page);
        if (rows.Count == 0 && query.Page > 1)
        {
            // As Patchwork does: a page after the last is the last one.
            var pages = (SeriesRows.Count(connection, condition) + PerPage - 1) / PerPage;
            query = query with { Page = Math.Max(1, pages) };
            rows = Page(query.Page);
        }
        return new SeriesListPage.Shown(
            project,
            query,
            SeriesLines.Of(connection, [.. rows.Take(PerPage)], time.GetUtcNow()),
            rows.Count > PerPage
        );

        IReadOnlyList<SeriesRow> Page(int page) =>
            SeriesRows.Of(connection, condition, most: PerPage + 1, skip: (page - 1) * PerPage);
    }
}
