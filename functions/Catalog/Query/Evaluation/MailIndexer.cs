using System.Text;
using Hookwork.Catalog.Files;
using Hookwork.Catalog.Following;
using Microsoft.Data.Sqlite;

namespace Hookwork.Catalog.Query.Evaluation;

/// <summary>
/// Writes mails into the tables that <see cref="QuerySql"/> reads. One per connection; not thread safe.
/// </summary>
public sealed class MailIndexer
{
    private const int MostStemmed = 100_000;

    private readonly SqliteConnection _connection;
    private readonly SqlStatement _mail;
    private readonly SqlStatement _fts;
    private readonly SqlStatement _text;
    private readonly SqlStatement _version;
    private readonly SqlStatement _remove;
    private readonly SqlStatement _removeAll;
    private readonly SqlStatement _path;
    private readonly SqlStatement _file;
    private readonly SqlStatement _stem;
    private readonly ThreadWriter _threads;
    private readonly StringBuilder _terms = new();
    private readonly TermBuckets _buckets = new();
    private readonly HashSet<string> _stemmed = new(StringComparer.Ordinal);

    /// <summary>Prepares the statements on an open connection to a file with the tables.</summary>
    public MailIndexer(SqliteConnection connection)
    {
        _connection = connection;
        _mail = new(
            connection,
            """
            INSERT INTO mail (kind, id, submission_kind, submission_id, msgid, date, subject, title, submitter, pull, version, received, size, tags, thread, parent)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
            """
        );
        List<string> columns = ["rowid", .. QueryFields.Columns.Select(column => column.Name), "exact"];
        _fts = new(
            connection,
            $"INSERT INTO fts ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select((_, index) => $"?{index + 1}"))})"
        );
        _text = new(connection, "INSERT INTO text (mail, packed) VALUES (?1, ?2)");
        _threads = new ThreadWriter(connection);
        const string All = "submission_id = ?1 AND submission_kind = ?2";
        const string Same = $"{All} AND kind = ?3 AND id = ?4";
        _version = new(connection, $"SELECT version FROM mail WHERE {Same}");
        _remove = new(connection, $"DELETE FROM mail WHERE {Same}");
        _removeAll = new(connection, $"DELETE FROM mail WHERE {All}");
        _path = new(connection, "INSERT OR IGNORE INTO path (name) VALUES (?1)");
        _file = new(
            connection,
            "INSERT OR IGNORE INTO file (path, mail) VALUES ((SELECT id FROM path WHERE name = ?1), ?2)"
        );
        _stem = new(connection, "INSERT OR IGNORE INTO stem (stem, word) VALUES (?1, ?2)");
    }

    /// <summary>Writes a mail with a new key.</summary>
    /// <param name="key">The resource.</param>
    /// <param name="document">The text. State, series and project are written by <see cref="ResourceIndexer"/>.</param>
    /// <param name="name">The name in lists.</param>
    /// <param name="submitter">The person's id.</param>
    /// <param name="version">Identifies this text among those of the same resource.</param>
    /// <param name="text">The text for snippets; null for none.</param>
    /// <returns>The row's number.</returns>
    public long Add(MailKey key, SearchDocument document, string name, long submitter, long version, StoredText? text)
    {
        var messageId = FieldValues.MessageId(document.MessageId);
        List<string> references = [.. document.References.Select(FieldValues.MessageId)];
        var row = _mail.Insert(
            (long)key.Kind,
            key.Id,
            (long)key.SubmissionKind,
            key.SubmissionId,
            messageId,
            FieldValues.Microseconds(document.Date.UtcTicks),
            name,
            key.Kind == MailKind.Comment || document.Subject == name ? null : document.Subject,
            submitter,
            document.IsPull ? 1L : 0L,
            version,
            FieldValues.Microseconds(document.Received.UtcTicks),
            document.Size,
            StoredTags.Write(document.ReviewTags),
            _threads.Join(messageId, references),
            document.Parent is { } parent ? CatalogSchema.IdHash(FieldValues.MessageId(parent)) : null
        );
        _buckets.Clear();
        var exact = string.Join(' ', ExactTerms.Of(document).Where(term => _buckets.Takes(term)));
        _fts.Run([row, .. QueryFields.Columns.Select(column => TermsOf(document.Entries(column.Column))), exact]);
        if (text is { } stored)
            _text.Run(row, stored.Pack(CatalogDictionaries.Of(_connection).Texts));
        foreach (var path in document.Files.Select(PathPattern.Stored))
        {
            _path.Run(path);
            _file.Run(path, row);
        }
        return row;
    }

    /// <summary>The version of a resource's stored text; null if there is none.</summary>
    public long? VersionOf(MailKey key) =>
        _version.Read(key.SubmissionId, (long)key.SubmissionKind, (long)key.Kind, key.Id);

    /// <summary>Removes the text of a resource.</summary>
    public void Remove(MailKey key) => _remove.Run(key.SubmissionId, (long)key.SubmissionKind, (long)key.Kind, key.Id);

    /// <summary>Removes a patch or cover letter and all comments on it.</summary>
    public void Remove(MailKind submissionKind, long submissionId) =>
        _removeAll.Run(submissionId, (long)submissionKind);

    /// <summary>Call it after a rollback, which takes back the words that are noted under their stems.</summary>
    public void ForgetStems() => _stemmed.Clear();

    /// <summary>The terms of a column, formatted for FTS5's <c>ascii</c> tokenizer.</summary>
    private string TermsOf(IReadOnlyList<string> entries)
    {
        _terms.Clear();
        for (var index = 0; index < entries.Count; index++)
        {
            if (index > 0)
                _terms.Append(' ').Append(Tokens.EntrySeparator);
            var reader = Tokens.Read(entries[index]);
            while (reader.MoveNext())
            {
                if (!_buckets.Takes(reader.Current))
                    continue;
                _terms.Append(' ').Append(reader.Current);
                AddStem(reader.Current);
            }
        }
        return _terms.ToString();
    }

    /// <summary>Notes a word under its stem, once for this connection as long as memory allows.</summary>
    private void AddStem(ReadOnlySpan<char> term)
    {
        var stemmed = _stemmed.GetAlternateLookup<ReadOnlySpan<char>>();
        if (stemmed.Contains(term))
            return;
        if (_stemmed.Count == MostStemmed)
            _stemmed.Clear();
        stemmed.Add(term);
        if (Stems.Of(term) is { } stem && !term.SequenceEqual(stem))
            _stem.Run(stem, term.ToString());
    }
}
