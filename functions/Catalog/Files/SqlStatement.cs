using System.Data;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Hookwork.Catalog.Files;

/// <summary>
/// A prepared statement that calls SQLite directly: a page of hits takes almost 50% longer with Microsoft.Data.Sqlite's
/// reader. It joins the connection's transaction, if any. Not thread safe.
/// </summary>
/// <remarks>
/// Preparing takes SQLite 10 to 50 µs, as long as reading some rows. So its connection keeps the statement for the next
/// time. One that is used as long as its connection need not be disposed: it ends with it.
/// </remarks>
internal sealed class SqlStatement : IDisposable
{
    private static readonly ConditionalWeakTable<SqliteConnection, Kept> OfConnections = [];

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly string _sql;
    private readonly Kept _kept;
    private bool _isDisposed;

    /// <summary>Prepares a reusable statement with the parameters <c>?1</c>, <c>?2</c> ….</summary>
    public SqlStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        (_sql, _kept) = (sql, OfConnections.GetValue(connection, static connection => new Kept(connection)));
        if (_kept.Take(sql) is { } statement)
            _statement = statement;
        else
            Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
        _kept.Lend(_statement);
    }

    /// <summary>Prepares a statement that is read once, with <see cref="Next"/> or <see cref="All{T}"/>.</summary>
    /// <param name="parameters">Names, with their <c>$</c>, and values.</param>
    public SqlStatement(SqliteConnection connection, string sql, IEnumerable<KeyValuePair<string, object>> parameters)
        : this(connection, sql)
    {
        foreach (var (name, value) in parameters)
            Bind(raw.sqlite3_bind_parameter_index(_statement, name), value);
    }

    public void Run(params ReadOnlySpan<object?> values) => First(values, static _ => (object?)null);

    /// <summary>Runs an INSERT and returns the row's number.</summary>
    /// <remarks>RETURNING would open a statement journal, at which FTS5 flushes all its pending terms.</remarks>
    public long Insert(params ReadOnlySpan<object?> values)
    {
        Run(values);
        return raw.sqlite3_last_insert_rowid(_database);
    }

    /// <summary>Runs it and returns the integer of its first row, or null.</summary>
    public long? Read(params ReadOnlySpan<object?> values) => First(values, static row => row.IntegerOrNull(0));

    /// <summary>Runs it and returns the text of its first row, or null.</summary>
    public string? ReadText(params ReadOnlySpan<object?> values) => First(values, static row => row.TextOrNull(0));

    /// <summary>Runs it and returns the bytes of its first row, or null.</summary>
    public byte[]? ReadBytes(params ReadOnlySpan<object?> values) =>
        First(values, static row => row.Bytes(0).ToArray());

    /// <summary>Advances to the next row, initially the first. Its columns are valid until the next call.</summary>
    public bool Next()
    {
        var result = raw.sqlite3_step(_statement);
        if (result is not (raw.SQLITE_ROW or raw.SQLITE_DONE))
            Check(result);
        return result == raw.SQLITE_ROW;
    }

    /// <summary>Reads the rows that are left.</summary>
    public List<T> All<T>(Func<SqlStatement, T> read)
    {
        List<T> rows = [];
        while (Next())
            rows.Add(read(this));
        return rows;
    }

    public long Integer(int column) => raw.sqlite3_column_int64(_statement, column);

    public long? IntegerOrNull(int column) => IsNull(column) ? null : Integer(column);

    public double Real(int column) => raw.sqlite3_column_double(_statement, column);

    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column));

    public string? TextOrNull(int column)
    {
        // Only an empty value can be NULL.
        var bytes = Bytes(column);
        return bytes.IsEmpty && IsNull(column) ? null : Encoding.UTF8.GetString(bytes);
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public bool IsInteger(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_INTEGER;

    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_statement, column);

    public void Dispose()
    {
        if (!_isDisposed)
            _kept.TakeBack(_sql, _statement);
        _isDisposed = true;
    }

    /// <summary>Runs it and reads its first row; the default value if there is none.</summary>
    public T? First<T>(ReadOnlySpan<object?> values, Func<SqlStatement, T?> read)
    {
        for (var index = 0; index < values.Length; index++)
            Bind(index + 1, values[index]);
        try
        {
            return Next() ? read(this) : default;
        }
        finally
        {
            // Repeats the error of the step above.
            _ = raw.sqlite3_reset(_statement);
        }
    }

    private void Bind(int index, object? value) =>
        Check(
            value switch
            {
                null => raw.sqlite3_bind_null(_statement, index),
                long number => raw.sqlite3_bind_int64(_statement, index, number),
                string text => raw.sqlite3_bind_text(_statement, index, text),
                byte[] bytes => raw.sqlite3_bind_blob(_statement, index, bytes),
                _ => throw new ArgumentException($"SQLite cannot store a {value.GetType()}.", nameof(value)),
            }
        );

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _database);

    /// <summary>The statements of a connection.</summary>
    private sealed class Kept
    {
        /// <summary>The most statements that are kept. An answer needs about ten.</summary>
        private const int Most = 32;

        /// <summary>
        /// The longest statement that is kept, in characters. A longer one belongs to a long query, which is seldom
        /// repeated.
        /// </summary>
        private const int LongestSql = 2_000;

        private readonly Dictionary<string, sqlite3_stmt> _idle = new(StringComparer.Ordinal);
        private readonly HashSet<sqlite3_stmt> _lent = [];

        public Kept(SqliteConnection connection) =>
            connection.StateChange += (_, change) =>
            {
                if (change.CurrentState != ConnectionState.Closed)
                    return;
                Clear();
                foreach (var statement in _lent)
                    statement.Dispose();
                _lent.Clear();
            };

        /// <summary>A statement that was taken back before; null if there is none.</summary>
        public sqlite3_stmt? Take(string sql) => _idle.Remove(sql, out var statement) ? statement : null;

        /// <summary>Notes that a statement is in use.</summary>
        public void Lend(sqlite3_stmt statement) => _lent.Add(statement);

        public void TakeBack(string sql, sqlite3_stmt statement)
        {
            // It ended with its connection.
            if (!_lent.Remove(statement))
                return;
            // Repeats the error of its last step.
            _ = raw.sqlite3_reset(statement);
            // What is bound to it may be large.
            _ = raw.sqlite3_clear_bindings(statement);
            if (_idle.Count == Most)
                Clear();
            if (sql.Length > LongestSql || !_idle.TryAdd(sql, statement))
                statement.Dispose();
        }

        private void Clear()
        {
            foreach (var statement in _idle.Values)
                statement.Dispose();
            _idle.Clear();
        }
    }
}
