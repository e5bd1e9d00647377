using Hookwork.Catalog.Files;
using Hookwork.Catalog.Following;
using Hookwork.Catalog.Query;
using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Patchwork.Resources;
using Microsoft.Data.Sqlite;

namespace Hookwork.Tests.Catalog;

/// <summary>An in-memory catalog with the given mails of one project, queried by both evaluators.</summary>
internal sealed class MailShelf : IDisposable
{
    private readonly SqliteConnection _connection = CatalogSchema.Open("Data Source=:memory:");
    private readonly SearchDocument[] _documents;
    private readonly Dictionary<long, int> _rows = [];

    public MailShelf(params SearchDocument[] documents)
    {
        _documents = documents;
        CatalogSchema.Create(_connection);
        using var transaction = _connection.BeginTransaction();
        var mails = new MailIndexer(_connection);
        var resources = new ResourceIndexer(_connection);
        resources.Put(new Project { Id = 1, LinkName = documents.Length == 0 ? "" : documents[0].Project }, "{}");
        for (var index = 0; index < documents.Length; index++)
        {
            var (document, id) = (documents[index], index + 1);
            var key = document.Kind switch
            {
                MailKind.Comment => MailKey.Comment(id, document.Status is null ? MailKind.Cover : MailKind.Patch, id),
                var kind => MailKey.Submission(kind, id),
            };
            _rows.Add(mails.Add(key, document, document.Subject, submitter: 1, version: 1, text: null), index);
            Put(resources, document, key.SubmissionId);
        }
        transaction.Commit();
    }

    public SqliteConnection Connection => _connection;

    /// <summary>The indexes of the mails that SQLite finds.</summary>
    public IReadOnlyList<int> Find(SearchQuery query)
    {
        var condition = QuerySql.Translate(query, _connection);
        using var mails = new SqlStatement(
            _connection,
            $"SELECT mail.rowid FROM mail WHERE {condition.Sql} ORDER BY mail.rowid",
            condition.Parameters
        );
        return mails.All(mail => _rows[mail.Integer(0)]);
    }

    /// <summary>The indexes of the mails that match in memory.</summary>
    public IReadOnlyList<int> Match(SearchQuery query) =>
        [.. Enumerable.Range(0, _documents.Length).Where(index => QueryMatcher.Matches(query, _documents[index]))];

    /// <summary>Writes the patch or cover letter of a mail or of a comment's parent.</summary>
    private static void Put(ResourceIndexer resources, SearchDocument document, long id)
    {
        IReadOnlyList<SeriesReference> series =
        [
            .. document.Series.Select(series => new SeriesReference { Id = series }),
        ];
        if (document.Status is not { } status)
        {
            resources.Put(new Cover { Id = id, Series = series });
            return;
        }
        var user = status.DelegateName is null
            ? null
            : new User
            {
                Id = id,
                Username = status.DelegateName,
                Email = status.DelegateEmail,
            };
        if (user is not null)
            resources.Put(user, "{}");
        resources.Put(
            new Patch
            {
                Id = id,
                State = status.State,
                Archived = status.Archived,
                Check = status.Check,
                Delegate = user,
                Series = series,
            }
        );
    }

    public void Dispose() => _connection.Dispose();
}
