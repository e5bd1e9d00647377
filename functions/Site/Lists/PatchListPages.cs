using Hookwork.Api.Lists;
using Hookwork.Archive.Resources;
using Hookwork.Catalog;
using Hookwork.Catalog.Files;
using Hookwork.Pages;
using Hookwork.Site.Rows;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;

namespace Hookwork.Site.Lists;

/// <summary>A project's list of patches, with the filters, orders and columns of Patchwork's.</summary>
public sealed class PatchListPages(Catalogs catalogs, ProjectNames names, PatchStates states)
{
    private const int PerPage = 100;
    private const int MostSorted = 1000;

    internal static readonly string StatesSql =
        $"{ValuesOf("state")} SELECT value FROM known WHERE value IS NOT NULL ORDER BY {PatchStates.OrderSql("value")}, value";

    internal static readonly string DelegatesSql =
        $"{ValuesOf("delegate")} SELECT user.id, user.username FROM known JOIN user ON user.id = known.value ORDER BY user.username";

    /// <summary>Answers a page of the list.</summary>
    /// <exception cref="CatalogNotReadyException">The catalog is still being prepared.</exception>
    public async Task<IResult> AnswerAsync(string project, HttpRequest request, CancellationToken cancellationToken)
    {
        if (await names.LinkedAsync(project, cancellationToken) is not { } id)
            return NoPage.Answer;
        var query = ListQuery.Read(request.Query);
        if (query.State is { Length: > 0 } state)
            await states.LearnAsync([state], cancellationToken);
        using var lease = await catalogs.UseAsync(id, cancellationToken);
        return new Page<PatchListPage>(lease.File.Read(connection => Read(connection, project, query)));
    }

    private PatchListPage.Shown Read(SqliteConnection connection, string project, ListQuery query)
    {
        // Messages link here. Once the patches of a series are accepted, no other view would list them.
        if (query.IsOfSeries && PatchFilter.OfSeries(connection, query.Series) is not null)
            query = query with { State = "*", Archive = "both" };
        var condition = PatchFilter.Of(connection, query, states);
        using var count = condition.Statement(connection, $"SELECT count(*) FROM patch WHERE {condition.Sql}");
        var total = (int)count.Read()!;
        // As Patchwork does: a page before the first is the first one, and one after the last the last.
        var pages = Math.Max(1, (total + PerPage - 1) / PerPage);
        query = query with { Page = Math.Clamp(query.Page, 1, pages) };
        // Where many match, walking them by date finds a page sooner than sorting all.
        var index = query.Order.IsByDate && total > MostSorted ? "INDEXED BY patch_date" : "";
        var rows = PatchRows.Page(connection, condition, query.Order.Sql, index, PerPage, (query.Page - 1) * PerPage);
        var ids = rows.Select(row => row.Id).ToList();
        var tags = ReviewTags.OfPatches(connection, rows);
        return new PatchListPage.Shown(
            project,
            query,
            total,
            pages,
            [.. rows.Select((row, at) => PatchLine.Of(row, tags[at]))],
            PatchChecks.Of(connection, ids),
            PatchFilter.StateOf(connection, query.State, states),
            StatesOf(connection),
            PatchFilter.OfDelegate(connection, query.Delegate) is null ? null : query.Delegate,
            DelegatesOf(connection)
        );
    }

    /// <summary>
    /// The values of an indexed column of patches, as the table <c>known</c>. It goes from value to value in the index,
    /// which DISTINCT would read completely.
    /// </summary>
    private static string ValuesOf(string column) =>
        $"""
            WITH RECURSIVE known (value) AS (
                SELECT min({column}) FROM patch
                UNION ALL
                SELECT (SELECT min({column}) FROM patch WHERE {column} > known.value) FROM known WHERE known.value IS NOT NULL)
            """;

    private static IReadOnlyList<string> StatesOf(SqliteConnection connection)
    {
        using var read = new SqlStatement(connection, StatesSql);
        return read.All(row => row.Text(0));
    }

    private static IReadOnlyList<(long Id, string Name)> DelegatesOf(SqliteConnection connection)
    {
        using var read = new SqlStatement(connection, DelegatesSql);
        return read.All(row => (row.Integer(0), row.Text(1)));
    }
}
