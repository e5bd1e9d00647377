using System.Text;
using Hookwork.Archive.Resources;
using Hookwork.Catalog;
using Hookwork.Catalog.Files;
using Hookwork.Catalog.Following;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hookwork.Tests.Catalog;

/// <summary>The copies of mails that another mail in a catalog embeds.</summary>
public sealed class EmbeddedCopyTests
{
    [Fact]
    public void A_mail_of_another_project_is_shown_as_embedded_last_and_an_own_one_as_its_row_says()
    {
        using var shelf = new MailShelf();
        var writer = new CatalogWriter(shelf.Connection);
        PutRelating("before");
        Assert.Contains("/project/before/", Shown(), StringComparison.Ordinal);

        // The related patch moved.
        PutRelating("after");
        Assert.Contains("/project/after/", Shown(), StringComparison.Ordinal);

        Put(7, """{"id": 7, "name": "related", "web_url": "/project/own/patch/7/"}""");
        PutRelating("stale");
        Assert.Contains("/project/own/", Shown(), StringComparison.Ordinal);

        void PutRelating(string project) =>
            Put(
                1,
                $$"""{"id": 1, "name": "first", "related": [{"id": 7, "name": "related", "web_url": "/project/{{project}}/patch/7/"}]}"""
            );

        void Put(long id, string json)
        {
            var patch = new ArchivedSubmission(ResourceKind.Patch, id, Encoding.UTF8.GetBytes(json), []);
            writer.Write(() => writer.Put(PreparedSubmission.Of(patch, NullLogger.Instance)));
        }

        string Shown()
        {
            using var read = new SqlStatement(
                shelf.Connection,
                $"SELECT json FROM shown WHERE kind = {(int)ShownKind.Patch} AND id = 7"
            );
            var dictionary = CatalogDictionaries.Of(shelf.Connection).Shown;
            return read.All(row => Encoding.UTF8.GetString(dictionary.Unpack(row.Bytes(0)))).Single();
        }
    }
}
