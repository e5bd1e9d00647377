using Microsoft.Data.Sqlite;

namespace Hookwork.Catalog.Query;

/// <summary>Writes what Patchwork says of patches and covers, apart from their text. Each call replaces what stood there.</summary>
public sealed class SubmissionIndexer : IDisposable
{
    private readonly SqlStatement _project;
    private readonly SqlStatement _user;
    private readonly SqlStatement _patch;
    private readonly SqlStatement _leave;
    private readonly SqlStatement _join;

    /// <summary>Prepares the statements on an open connection whose file has the tables.</summary>
    public SubmissionIndexer(SqliteConnection connection)
    {
        _project = new(connection, "INSERT OR REPLACE INTO project (id, link_name) VALUES ($0, $1)", 2);
        _user = new(connection, "INSERT OR REPLACE INTO user (id, username, email) VALUES ($0, $1, $2)", 3);
        _patch = new(
            connection,
            "INSERT OR REPLACE INTO patch (id, state, archived, check_state, delegate) VALUES ($0, $1, $2, $3, $4)",
            5);
        _leave = new(connection, "DELETE FROM mail_series WHERE kind = $0 AND id = $1", 2);
        _join = new(connection, "INSERT OR IGNORE INTO mail_series (kind, id, series) VALUES ($0, $1, $2)", 3);
    }

    /// <summary>Writes the project of this file.</summary>
    public void PutProject(SqliteTransaction? transaction, long id, string linkName) => _project.Run(transaction, id, linkName);

    /// <summary>Writes a user who may be a delegate.</summary>
    public void PutUser(SqliteTransaction? transaction, long id, string username, string? email) =>
        _user.Run(transaction, id, username, email ?? "");

    /// <summary>Writes the state of a patch.</summary>
    public void PutPatch(SqliteTransaction? transaction, long id, string state, bool archived, string check, long? delegateId) =>
        _patch.Run(transaction, id, FieldValues.State(state), archived ? 1L : 0L, FieldValues.Lower(check), delegateId);

    /// <summary>Writes the series of a patch or cover.</summary>
    public void PutSeries(SqliteTransaction? transaction, MailKind kind, long id, IEnumerable<long> series)
    {
        _leave.Run(transaction, (long)kind, id);
        foreach (var one in series)
            _join.Run(transaction, (long)kind, id, one);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in (SqlStatement[])[_project, _user, _patch, _leave, _join])
            statement.Dispose();
    }
}
