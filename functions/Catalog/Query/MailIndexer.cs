using System.Text;
using Microsoft.Data.Sqlite;

namespace Hookwork.Catalog.Query;

/// <summary>Writes mails into the tables that <see cref="QuerySql"/> reads. One for each connection; not for two threads at once.</summary>
public sealed class MailIndexer : IDisposable
{
    private readonly SqlStatement _mail;
    private readonly SqlStatement _text;
    private readonly SqlStatement _fts;
    private readonly SqlStatement _version;
    private readonly SqlStatement _mask;
    private readonly SqlStatement _unstore;
    private readonly SqlStatement _maskAll;
    private readonly SqlStatement _unstoreAll;
    private readonly SqlStatement _file;
    private readonly SqlStatement _blob;
    private readonly SqlStatement _trailer;
    private readonly NameTable _paths;
    private readonly NameTable _trailerNames;
    private readonly StringBuilder _terms = new();
    private readonly TermBuckets _buckets = new();

    /// <summary>Prepares the statements on an open connection whose file has the tables.</summary>
    public MailIndexer(SqliteConnection connection)
    {
        _mail = new(
            connection,
            """
            INSERT INTO mail (kind, id, submission_kind, submission_id, msgid, date, subject, submitter, pull, version)
            VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            10);
        _text = new(connection, "INSERT INTO mail_text (mail, text) VALUES ($0, $1)", 2);
        var names = QueryFields.Columns.Select(column => column.Name).ToList();
        _fts = new(
            connection,
            $"INSERT INTO fts (rowid, {string.Join(", ", names)}) VALUES ($0, {string.Join(", ", names.Select((_, index) => $"${index + 1}"))})",
            names.Count + 1);
        const string Same = "submission_id = $0 AND submission_kind = $1 AND kind = $2 AND id = $3 AND masked = 0";
        _unstore = new(connection, $"DELETE FROM mail_text WHERE mail IN (SELECT rowid FROM mail WHERE {Same})", 4);
        _version = new(connection, $"SELECT version FROM mail WHERE {Same}", 4);
        _mask = new(connection, $"UPDATE mail SET masked = 1 WHERE {Same}", 4);
        const string All = "submission_id = $0 AND submission_kind = $1 AND masked = 0";
        _unstoreAll = new(connection, $"DELETE FROM mail_text WHERE mail IN (SELECT rowid FROM mail WHERE {All})", 2);
        _maskAll = new(connection, $"UPDATE mail SET masked = 1 WHERE {All}", 2);
        _file = new(connection, "INSERT OR IGNORE INTO file (path, mail) VALUES ($0, $1)", 2);
        _blob = new(connection, "INSERT OR IGNORE INTO blob (name, side, mail) VALUES ($0, $1, $2)", 3);
        _trailer = new(connection, "INSERT OR IGNORE INTO trailer (name, mail) VALUES ($0, $1)", 2);
        _paths = new(connection, "path");
        _trailerNames = new(connection, "trailer_name");
    }

    /// <summary>Writes a mail. What stood under its key is masked.</summary>
    /// <param name="transaction">The connection's transaction, or null without one.</param>
    /// <param name="key">Which resource it is.</param>
    /// <param name="document">Its text. State, series and project are written elsewhere: <see cref="ResourceIndexer"/>.</param>
    /// <param name="name">What it is called where it is listed.</param>
    /// <param name="submitter">The id of the person.</param>
    /// <param name="version">What tells this text from a later one of the same resource.</param>
    /// <param name="text">The text as it is kept for snippets, compressed; null for none.</param>
    /// <returns>The row.</returns>
    public long Add(SqliteTransaction? transaction, MailKey key, SearchDocument document, string name, long submitter, long version, byte[]? text)
    {
        if (VersionOf(transaction, key) is not null)
            Mask(transaction, key);
        var row = _mail.Insert(
            transaction,
            (long)key.Kind, key.Id, (long)key.SubmissionKind, key.SubmissionId,
            FieldValues.MessageId(document.MessageId), FieldValues.Microseconds(document.Date.UtcTicks), name,
            submitter, document.IsPull ? 1L : 0L, version);
        if (text is not null)
            _text.Run(transaction, row, text);

        var values = new object?[QueryFields.Columns.Count + 1];
        values[0] = row;
        _buckets.Clear();
        for (var index = 1; index < values.Length; index++)
            values[index] = TermsOf(document.Entries(QueryFields.Columns[index - 1].Column));
        _fts.Run(transaction, values);

        foreach (var path in document.Files)
            _file.Run(transaction, _paths.IdOf(transaction, PathPattern.Stored(path)), row);
        foreach (var blob in document.BlobsBefore)
            _blob.Run(transaction, FieldValues.Lower(blob), 0L, row);
        foreach (var blob in document.BlobsAfter)
            _blob.Run(transaction, FieldValues.Lower(blob), 1L, row);
        foreach (var trailer in document.TrailerNames)
            _trailer.Run(transaction, _trailerNames.IdOf(transaction, FieldValues.Trailer(trailer)), row);
        return row;
    }

    /// <summary>The version of a resource's text that stands; null where there is none.</summary>
    public long? VersionOf(SqliteTransaction? transaction, MailKey key) =>
        _version.Read(transaction, key.SubmissionId, (long)key.SubmissionKind, (long)key.Kind, key.Id);

    /// <summary>Hides the text of a resource from searches and drops what is kept for snippets.</summary>
    public void Mask(SqliteTransaction? transaction, MailKey key)
    {
        object?[] values = [key.SubmissionId, (long)key.SubmissionKind, (long)key.Kind, key.Id];
        _unstore.Run(transaction, values);
        _mask.Run(transaction, values);
    }

    /// <summary>Hides a patch or cover letter and all comments on it.</summary>
    public void Mask(SqliteTransaction? transaction, MailKind submissionKind, long submissionId)
    {
        _unstoreAll.Run(transaction, submissionId, (long)submissionKind);
        _maskAll.Run(transaction, submissionId, (long)submissionKind);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in (SqlStatement[])[_mail, _text, _fts, _version, _mask, _unstore, _maskAll, _unstoreAll, _file, _blob, _trailer])
            statement.Dispose();
        _paths.Dispose();
        _trailerNames.Dispose();
    }

    /// <summary>The terms of a column, as FTS5's <c>ascii</c> tokenizer takes them apart again.</summary>
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
                if (_buckets.Takes(reader.Current))
                    _terms.Append(' ').Append(reader.Current);
            }
        }
        return _terms.ToString();
    }
}
