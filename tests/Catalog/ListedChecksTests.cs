using System.Text;
using Hookwork.Archive.Resources;
using Hookwork.Catalog.Files;
using Hookwork.Catalog.Following;
using Hookwork.Site.Rows;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hookwork.Tests.Catalog;

/// <summary>The checks of a patch in a catalog.</summary>
public sealed class ListedChecksTests
{
    [Fact]
    public void Has_the_newest_check_of_each_user_and_context_by_context() =>
        Assert.Equal(
            """[{"state":"warning","target_url":"https://ci.example.org/3","context":"build"},{"state":"success","target_url":null,"context":"tests"},{"state":"pending","target_url":null,"context":"tests"}]""",
            Encoding.UTF8.GetString(
                ListedChecks.Of([
                    Check(1, user: 3, "fail", "tests", "\"https://ci.example.org/1\""),
                    Check(2, user: 3, "success", "tests"),
                    Check(3, user: 4, "warning", "build", "\"https://ci.example.org/3\""),
                    Check(4, user: 4, "pending", "tests"),
                ])!
            )
        );

    [Fact]
    public void Goes_by_the_date_of_a_check_and_only_then_by_its_id() =>
        Assert.Equal(
            """[{"state":"success","target_url":null,"context":"build"},{"state":"warning","target_url":null,"context":"tests"}]""",
            Encoding.UTF8.GetString(
                ListedChecks.Of([
                    Check(1, user: 3, "success", "build", date: "2026-04-05T02:59:00"),
                    Check(2, user: 3, "fail", "build", date: "2026-04-05T02:01:00.5"),
                    Check(3, user: 3, "pending", "tests", date: "2026-04-05T02:01:00"),
                    Check(4, user: 3, "warning", "tests", date: "2026-04-05T02:01:00"),
                ])!
            )
        );

    [Fact]
    public void Shows_those_that_were_archived_last_until_the_patch_is_gone()
    {
        using var shelf = new MailShelf();
        var writer = new CatalogWriter(shelf.Connection);

        Put(Check(1, user: 3, "fail", "build"), Check(2, user: 3, "success", "tests"));
        Assert.Equal(["build fail", "tests success"], Shown());
        // One may lack every field.
        Put(Check(1, user: 3, "success", "build"), "{}"u8.ToArray());
        Assert.Equal([" pending", "build success"], Shown());
        Put();
        Assert.Empty(Shown());
        Put(Check(1, user: 3, "fail", "build"));
        writer.Write(() => writer.Remove(ResourceKind.Patch, 1));
        Assert.Empty(Shown());

        void Put(params byte[][] checks)
        {
            var patch = new ArchivedSubmission(ResourceKind.Patch, 1, """{"id": 1, "name": "first"}"""u8.ToArray(), [])
            {
                Checks = checks,
            };
            writer.Write(() => writer.Put(PreparedSubmission.Of(patch, NullLogger.Instance)));
        }

        IEnumerable<string> Shown() =>
            PatchChecks.Of(shelf.Connection, [1])[1].Select(check => $"{check.Context} {check.State}");
    }

    private static byte[] Check(
        int id,
        int user,
        string state,
        string context,
        string address = "null",
        string date = "2026-01-01T00:00:00"
    ) =>
        Encoding.UTF8.GetBytes(
            $$"""{"id":{{id}},"url":"/api/patches/1/checks/{{id}}/","user":{"id":{{user}},"username":"ci"},"date":"{{date}}","state":"{{state}}","target_url":{{address}},"context":"{{context}}","description":"What it says"}"""
        );
}
