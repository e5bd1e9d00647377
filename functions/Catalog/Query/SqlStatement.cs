using Microsoft.Data.Sqlite;

namespace Hookwork.Catalog.Query;

/// <summary>A prepared statement with positional parameters, for running again and again.</summary>
internal sealed class SqlStatement : IDisposable
{
    private readonly SqliteCommand _command;

    /// <summary>Prepares a statement whose parameters are called <c>$0</c>, <c>$1</c> ….</summary>
    public SqlStatement(SqliteConnection connection, string sql, int parameters)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        for (var index = 0; index < parameters; index++)
            _command.Parameters.Add(new SqliteParameter { ParameterName = $"${index}", Value = DBNull.Value });
        _command.Prepare();
    }

    /// <summary>Runs it in the connection's current transaction.</summary>
    public int Run(SqliteTransaction? transaction, params ReadOnlySpan<object?> values)
    {
        Bind(transaction, values);
        return _command.ExecuteNonQuery();
    }

    /// <summary>Runs it and returns the integer of its first row, or null.</summary>
    public long? Read(SqliteTransaction? transaction, params ReadOnlySpan<object?> values)
    {
        Bind(transaction, values);
        return _command.ExecuteScalar() as long?;
    }

    /// <summary>Runs an insertion and returns the row's number.</summary>
    /// <remarks>RETURNING would open a statement journal, at which FTS5 writes out all that it gathered since the last one.</remarks>
    public long Insert(SqliteTransaction? transaction, params ReadOnlySpan<object?> values)
    {
        Bind(transaction, values);
        _command.ExecuteNonQuery();
        return SQLitePCL.raw.sqlite3_last_insert_rowid(_command.Connection!.Handle);
    }

    /// <summary>Runs it and returns the text of its first row, or null.</summary>
    public string? ReadText(SqliteTransaction? transaction, params ReadOnlySpan<object?> values)
    {
        Bind(transaction, values);
        return _command.ExecuteScalar() as string;
    }

    /// <summary>Runs it and returns the bytes of its first row, or null.</summary>
    public byte[]? ReadBytes(SqliteTransaction? transaction, params ReadOnlySpan<object?> values)
    {
        Bind(transaction, values);
        return _command.ExecuteScalar() as byte[];
    }

    public void Dispose() => _command.Dispose();

    private void Bind(SqliteTransaction? transaction, ReadOnlySpan<object?> values)
    {
        _command.Transaction = transaction;
        for (var index = 0; index < values.Length; index++)
            _command.Parameters[index].Value = values[index] ?? DBNull.Value;
    }
}
