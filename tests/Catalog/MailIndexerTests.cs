using Hookwork.Archive.Resources;
using Hookwork.Catalog.Files;
using Hookwork.Catalog.Following;
using Hookwork.Catalog.Query;
using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Patchwork.Resources;
using Hookwork.Tests.SelfHost;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hookwork.Tests.Catalog;

public sealed class MailIndexerTests
{
    private const string Any = "{subject sender own quoted files added removed context hunks id names}";

    private static readonly SearchDocument Mail = new()
    {
        Kind = MailKind.Patch,
        Subject = "first",
        Own = "shared",
        Project = "p",
        Files = ["a.c"],
    };

    private static readonly MailKey First = MailKey.Submission(MailKind.Patch, 1);

    [Fact]
    public void A_changed_text_replaces_the_old_one()
    {
        using var shelf = new MailShelf(Mail);
        var indexer = new MailIndexer(shelf.Connection);
        indexer.Remove(First);
        var second = indexer.Add(
            First,
            Mail with
            {
                Subject = "second",
            },
            "second",
            submitter: 1,
            version: 2,
            text: new StoredText("second", "")
        );

        Assert.Empty(Rows(shelf, "first"));
        Assert.Equal([second], Rows(shelf, "second"));
        Assert.Equal([second], Rows(shelf, "shared"));
        Assert.Equal([second], Rows(shelf, "dfn:*.c"));
        Assert.Equal([second], Rows(shelf, "-first"));

        indexer.Remove(First);
        Assert.Empty(Rows(shelf, ""));
        using var command = shelf.Connection.CreateCommand();
        command.CommandText =
            "SELECT (SELECT count(*) FROM fts WHERE fts MATCH 'shared') + (SELECT count(*) FROM fts) + (SELECT count(*) FROM file)";
        Assert.Equal(0L, command.ExecuteScalar());
    }

    [Fact]
    public void A_row_is_never_used_again()
    {
        using var shelf = new MailShelf();
        var indexer = new MailIndexer(shelf.Connection);
        var first = indexer.Add(First, Mail, "first", submitter: 1, version: 1, text: null);
        indexer.Remove(First);
        var second = MailKey.Submission(MailKind.Patch, 2);
        Assert.True(indexer.Add(second, Mail, "first", submitter: 1, version: 1, text: null) > first);
    }

    [Fact]
    public void Comments_of_patches_and_covers_are_numbered_apart()
    {
        using var shelf = new MailShelf();
        var indexer = new MailIndexer(shelf.Connection);
        var resources = new ResourceIndexer(shelf.Connection);
        resources.Put(new Patch { Id = 9, State = "new" });
        var comment = Mail with { Kind = MailKind.Comment };
        var onPatch = indexer.Add(MailKey.Comment(5, MailKind.Patch, 9), comment, "Re: first", 1, 1, null);
        var onCover = indexer.Add(MailKey.Comment(5, MailKind.Cover, 9), comment, "Re: first", 1, 1, null);

        Assert.Equal([onPatch, onCover], Rows(shelf, "is:comment"));
        Assert.Equal([onPatch], Rows(shelf, "state:new"));
        resources.Put(
            new Patch
            {
                Id = 9,
                State = "accepted",
                Archived = true,
                Check = "success",
            }
        );
        Assert.Equal([onPatch], Rows(shelf, "state:accepted archived:yes check:success"));
        resources.Put(new Cover { Id = 9, Series = [new SeriesReference { Id = 3 }] });
        Assert.Equal([onCover], Rows(shelf, "series:3"));
        resources.Put(new Cover { Id = 9, Series = [new SeriesReference { Id = 4 }] });
        Assert.Empty(Rows(shelf, "series:3"));
    }

    [Fact]
    public void Words_of_a_write_that_failed_are_stemmed_when_it_is_repeated()
    {
        using var shelf = new MailShelf();
        var writer = new CatalogWriter(shelf.Connection);
        var cover = PreparedSubmission.Of(
            new ArchivedSubmission(ResourceKind.Cover, 1, """{"id": 1, "name": "guarding"}"""u8.ToArray(), []),
            NullLogger.Instance
        );
        Assert.Throws<IOException>(() =>
            writer.Write(() =>
            {
                writer.Put(cover);
                throw new IOException("The disk is full.");
            })
        );
        Assert.Empty(Rows(shelf, ""));
        writer.Write(() => writer.Put(cover));

        Assert.Single(Rows(shelf, "guards"));
    }

    [Fact]
    public void A_mail_that_cannot_be_read_does_not_keep_the_others_away()
    {
        using var shelf = new MailShelf();
        var writer = new CatalogWriter(shelf.Connection);
        var log = new LogLines();
        var cover = PreparedSubmission.Of(
            new ArchivedSubmission(
                ResourceKind.Cover,
                1,
                """{"id": 1, "name": "first"}"""u8.ToArray(),
                ["""{"id": 2, "content": 3}"""u8.ToArray(), """{"id": 4, "content": "last"}"""u8.ToArray()]
            ),
            log.CreateLogger("")
        );

        writer.Write(() => writer.Put(cover));

        Assert.Equal(2, Rows(shelf, "").Count);
        Assert.Equal(1, log.Count(LogLevel.Error, "A mail of Cover 1 cannot be read"));
    }

    [Theory]
    [InlineData("a -b", $"({Any} : \"a\" NOT {Any} : \"b\")", $"{Any} : \"a\"")]
    [InlineData(
        "s:a OR c:\"b c\"",
        "({copied} : \"b c\" OR {subject} : \"a\")",
        "({copied} : \"b c\" OR {subject} : \"a\")"
    )]
    [InlineData("s:guards", "{subject} : (\"guards\" OR \"guard\")", "{subject} : (\"guards\" OR \"guard\")")]
    [InlineData("a is:patch", null, $"{Any} : \"a\"")]
    [InlineData("-a", null, null)]
    [InlineData("tc:a*", "{recipient copied} : \"a\" *", "{recipient copied} : \"a\" *")]
    [InlineData("", null, null)]
    [InlineData("tag:acked-by", "\"#acked-by\"", null)]
    [InlineData("dfpre:01234", "(\"-01234\" * OR \"-0123\")", null)]
    [InlineData("dfn:hw/*", "%/hw/%", null)]
    [InlineData("-tag:acked-by", null, null)]
    [InlineData("tag:acked-by s:a", "({subject} : \"a\" AND \"#acked-by\")", "{subject} : \"a\"")]
    public void Says_what_one_table_alone_can_answer(string typed, string? asked, string? ranking)
    {
        using var shelf = new MailShelf();
        var condition = QuerySql.Translate(SearchQuery.Parse(typed, FixedClock.Instance), shelf.Connection);
        Assert.Equal(asked, condition.Rows is null ? null : condition.Parameters[0].Value);
        Assert.Equal(ranking, condition.Ranking);
    }

    [Fact]
    public void Only_the_mails_that_a_word_finds_are_asked_for_their_comments()
    {
        using var shelf = new MailShelf();
        var query = SearchQuery.Parse("a has:comments", FixedClock.Instance);
        var condition = QuerySql.Translate(query, shelf.Connection);
        using var plan = new SqlStatement(
            shelf.Connection,
            $"EXPLAIN QUERY PLAN SELECT mail.rowid FROM mail WHERE {condition.Sql}",
            condition.Parameters
        );
        var steps = plan.All(step => step.Text(3));

        Assert.Contains(steps, step => step.StartsWith("SEARCH reply ", StringComparison.Ordinal));
        Assert.DoesNotContain(steps, step => step.StartsWith("SCAN mail", StringComparison.Ordinal));
    }

    private static List<long> Rows(MailShelf shelf, string typed)
    {
        var condition = QuerySql.Translate(SearchQuery.Parse(typed, FixedClock.Instance), shelf.Connection);
        using var mails = new SqlStatement(
            shelf.Connection,
            $"SELECT mail.rowid FROM mail WHERE {condition.Sql} ORDER BY mail.rowid",
            condition.Parameters
        );
        return mails.All(mail => mail.Integer(0));
    }
}
