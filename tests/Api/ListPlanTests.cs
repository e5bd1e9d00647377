using Hookwork.Api.Lists;
using Hookwork.Catalog.Files;
using Hookwork.Site.Events;

namespace Hookwork.Tests.Api;

/// <summary>How SQLite reads the lists of the API and of pages.</summary>
public sealed class ListPlanTests
{
    [Theory]
    [InlineData("patch", "msgid", "patch_msgid")]
    [InlineData("patch", "hash", "patch_hash")]
    [InlineData("cover", "msgid", "cover_msgid")]
    public void What_identifies_a_mail_is_looked_up_in_an_index(string table, string filter, string index)
    {
        using var catalog = CatalogSchema.Open("Data Source=:memory:");
        CatalogSchema.Create(catalog);
        var asked = filter == "msgid" ? CatalogFilter.MessageId : CatalogFilter.Hash;
        var condition = SqlText.Of(asked.Condition(new FilterInput(["x"], [catalog], null!))!);

        using var plan = condition.Statement(
            catalog,
            $"EXPLAIN QUERY PLAN SELECT id FROM {table} WHERE {condition.Sql} ORDER BY id LIMIT 30 OFFSET 0"
        );

        Assert.True(plan.Next());
        Assert.Matches($"^SEARCH {table} USING (COVERING )?INDEX {index} ", plan.Text(3));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_events_after_one_are_found_by_its_date(bool isOfCategory)
    {
        using var catalog = CatalogSchema.Open("Data Source=:memory:");
        CatalogSchema.Create(catalog);
        using var command = catalog.CreateCommand();
        command.CommandText = $"EXPLAIN QUERY PLAN {EventPages.Sql(isOfCategory, goesOn: true)}";
        foreach (var name in new[] { "$category", "$date", "$id" })
            command.Parameters.AddWithValue(name, 1L);
        using var plan = command.ExecuteReader();

        Assert.True(plan.Read());
        Assert.Matches("^SEARCH event USING INDEX event_date ", plan.GetString(3));
    }
}
