using Hookwork.Api.Lists;
using Hookwork.Api.Resources;
using Hookwork.Catalog.Files;
using Hookwork.Patchwork.Resources;
using Hookwork.Site.Events;
using Hookwork.Site.Lists;
using Hookwork.Site.People;
using Microsoft.Data.Sqlite;

namespace Hookwork.Tests.Api;

/// <summary>How SQLite reads the lists of the API and of pages.</summary>
public sealed class ListPlanTests
{
    [Theory]
    [InlineData("patch", "msgid", "mail USING INDEX mail_msgid")]
    [InlineData("patch", "hash", "patch USING INDEX patch_hash")]
    [InlineData("cover", "msgid", "mail USING INDEX mail_msgid")]
    public void What_identifies_a_mail_is_looked_up_in_an_index(string table, string filter, string index)
    {
        using var catalog = NewCatalog();
        var asked = filter == "msgid" ? CatalogFilter.MessageId(table == "patch" ? 0 : 1) : CatalogFilter.Hash;
        var condition = SqlText.Of(asked.Condition(new FilterInput(["x"], [catalog], null!))!);

        using var plan = condition.Statement(
            catalog,
            $"EXPLAIN QUERY PLAN SELECT id FROM {table} WHERE {condition.Sql} ORDER BY id LIMIT 30 OFFSET 0"
        );

        var steps = plan.All(row => row.Text(3).Replace("COVERING ", "", StringComparison.Ordinal));
        Assert.Contains(steps, step => step.StartsWith($"SEARCH {index} ", StringComparison.Ordinal));
        Assert.DoesNotContain(steps, step => step.StartsWith("SCAN", StringComparison.Ordinal));
    }

    [Fact]
    public void The_patches_that_wait_for_somebody_are_counted_in_an_index()
    {
        using var catalog = NewCatalog();
        var condition = PatchFilter.Of(catalog, new ListQuery(), null!);

        using var plan = condition.Statement(
            catalog,
            $"EXPLAIN QUERY PLAN SELECT count(*) FROM patch WHERE {condition.Sql}"
        );

        var step = Assert.Single(plan.All(row => row.Text(3)));
        Assert.StartsWith("SEARCH patch USING COVERING INDEX patch_open ", step, StringComparison.Ordinal);
    }

    [Fact]
    public void Whether_a_series_waits_for_somebody_is_asked_of_its_own_patches()
    {
        using var catalog = NewCatalog();
        var condition = SqlText.Of(OpenSeries.Condition);

        using var plan = condition.Statement(
            catalog,
            $"EXPLAIN QUERY PLAN SELECT id FROM series WHERE {condition.Sql} ORDER BY date DESC LIMIT 100"
        );

        var steps = plan.All(row => row.Text(3)).FindAll(step => step.StartsWith("SEARCH ", StringComparison.Ordinal));
        Assert.StartsWith("SEARCH mail_series USING PRIMARY KEY ", steps[0], StringComparison.Ordinal);
        Assert.StartsWith("SEARCH patch USING INTEGER PRIMARY KEY ", steps[1], StringComparison.Ordinal);
    }

    public static TheoryData<string> OfAPersonOrList =>
        [
            PersonPages.SentSql,
            $"SELECT mail.date {PersonPages.Reviews}",
            $"SELECT mail.date {PersonPages.Reviews} ORDER BY mail.date DESC, mail.id DESC LIMIT 10",
            "SELECT id FROM series WHERE series.submitter = $person ORDER BY series.date DESC, series.id DESC LIMIT 10",
            PatchListPages.StatesSql,
            PatchListPages.DelegatesSql,
        ];

    [Theory]
    [MemberData(nameof(OfAPersonOrList))]
    public void What_a_person_did_and_what_a_list_is_filtered_by_is_found_without_reading_everything(string sql)
    {
        using var catalog = NewCatalog();
        using var plan = new SqlStatement(catalog, $"EXPLAIN QUERY PLAN {sql}");

        var steps = plan.All(row => row.Text(3));
        Assert.Contains(steps, step => step.StartsWith("SEARCH ", StringComparison.Ordinal));
        Assert.DoesNotContain(
            steps,
            step => step.StartsWith("SCAN ", StringComparison.Ordinal) && step is not ("SCAN cover" or "SCAN known")
        );
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void The_events_after_one_are_found_by_its_date(bool isOfCategory, bool ends)
    {
        using var catalog = NewCatalog();
        using var command = catalog.CreateCommand();
        command.CommandText = $"EXPLAIN QUERY PLAN {EventPages.Sql(isOfCategory, goesOn: true, ends)}";
        foreach (var name in new[] { "$category", "$date", "$id", "$lastDate", "$lastId" })
            command.Parameters.AddWithValue(name, 1L);
        using var plan = command.ExecuteReader();

        Assert.True(plan.Read());
        Assert.Matches("^SEARCH event USING INDEX event_date ", plan.GetString(3));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void The_newest_of_very_many_patches_are_found_without_sorting_all(int more, bool sorts)
    {
        using var catalog = NewCatalog();
        using var add = new SqlStatement(
            catalog,
            """
            WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < ?1)
            INSERT INTO patch (id, state, archived, check_state, date, msgid, name)
            SELECT id, 'new', 0, 'pending', id, '', '' FROM n
            """
        );
        add.Run((long)ListPart.MostSorted + more);
        var part = new ListPart(catalog, PatchResource.List, SqlText.Of($"state = {"new"} AND archived = 0"));
        var keys = PatchResource.List.Orders.Keys("-date");

        Assert.Equal(ListPart.MostSorted + more, part.Count());

        using var rows = part.Rows(keys, 0, 30);
        Assert.True(rows.Next());
        Assert.Equal(ListPart.MostSorted + more, rows.Integer(0));
        using var plan = new SqlStatement(
            catalog,
            $"EXPLAIN QUERY PLAN {part.RowsSql(keys, 0, 30)}",
            [new("$v0", "new")]
        );
        Assert.Equal(
            sorts,
            plan.All(row => row.Text(3)).Exists(step => step.StartsWith("USE TEMP B-TREE", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void A_page_of_a_rare_category_looks_at_some_events_and_the_next_one_goes_on()
    {
        using var catalog = NewCatalog();
        using var add = new SqlStatement(
            catalog,
            """
            WITH RECURSIVE n (id) AS (SELECT ?1 UNION ALL SELECT id + 1 FROM n WHERE id < ?2)
            INSERT INTO event (id, category, date, gone) SELECT id, ?3, id, 0 FROM n
            """
        );
        add.Run(1L, 1L, StoredCategory.Of(EventCategory.PatchDelegated));
        add.Run(2L, EventPages.MostLookedAt + 10L, StoredCategory.Of(EventCategory.PatchCreated));

        var (lines, last) = EventPages.Find(catalog, "qemu-devel", EventCategory.PatchDelegated, null);
        Assert.Empty(lines);
        Assert.Equal(11L, last!.Value.Id);

        (lines, last) = EventPages.Find(catalog, "qemu-devel", EventCategory.PatchDelegated, last);
        Assert.Equal(1L, Assert.Single(lines).Id);
        Assert.Null(last);
        (lines, last) = EventPages.Find(catalog, "qemu-devel", EventCategory.PatchCreated, null);
        Assert.Equal(EventPages.PageSize + 1, lines.Count);
        Assert.Null(last);
    }

    private static SqliteConnection NewCatalog()
    {
        var catalog = CatalogSchema.Open("Data Source=:memory:");
        CatalogSchema.Create(catalog);
        return catalog;
    }
}
