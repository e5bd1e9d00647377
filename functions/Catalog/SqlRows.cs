using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Hookwork.Catalog;

/// <summary>
/// The rows of a statement, read straight from SQLite: with the reader of Microsoft.Data.Sqlite a page of hits takes nearly half
/// as long again. What a column holds is valid until the next row.
/// </summary>
internal sealed partial class SqlRows : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly nint _handle;

    /// <summary>Runs a statement.</summary>
    /// <param name="parameters">Names, with their <c>$</c>, and values: strings or integers.</param>
    public SqlRows(SqliteConnection connection, string sql, params IEnumerable<KeyValuePair<string, object>> parameters)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
        _handle = _statement.DangerousGetHandle();
        foreach (var (name, value) in parameters)
        {
            var index = raw.sqlite3_bind_parameter_index(_statement, name);
            Check(value is long number ? raw.sqlite3_bind_int64(_statement, index, number) : raw.sqlite3_bind_text(_statement, index, (string)value));
        }
    }

    /// <summary>Goes to the next row, the first one at first.</summary>
    public bool Next()
    {
        var result = Native.sqlite3_step(_handle);
        if (result is not (raw.SQLITE_ROW or raw.SQLITE_DONE))
            Check(result);
        return result == raw.SQLITE_ROW;
    }

    public long Integer(int column) => Native.sqlite3_column_int64(_handle, column);

    public double Real(int column) => Native.sqlite3_column_double(_handle, column);

    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column));

    public string? TextOrNull(int column)
    {
        // What has a length is something.
        var bytes = Bytes(column);
        return bytes.IsEmpty && IsNull(column) ? null : Encoding.UTF8.GetString(bytes);
    }

    public bool IsNull(int column) => Native.sqlite3_column_type(_handle, column) == raw.SQLITE_NULL;

    public unsafe ReadOnlySpan<byte> Bytes(int column) => new((void*)Native.sqlite3_column_blob(_handle, column), Native.sqlite3_column_bytes(_handle, column));

    public void Dispose() => _statement.Dispose();

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _database);

    /// <summary>
    /// The library that SQLitePCL loaded, without its checks of the handle at each call: for a common word they take a third of the time.
    /// </summary>
    private static partial class Native
    {
        private const string Library = "e_sqlite3";

        [LibraryImport(Library)]
        public static partial int sqlite3_step(nint statement);

        [LibraryImport(Library), SuppressGCTransition]
        public static partial long sqlite3_column_int64(nint statement, int column);

        [LibraryImport(Library), SuppressGCTransition]
        public static partial double sqlite3_column_double(nint statement, int column);

        [LibraryImport(Library), SuppressGCTransition]
        public static partial int sqlite3_column_type(nint statement, int column);

        [LibraryImport(Library), SuppressGCTransition]
        public static partial nint sqlite3_column_blob(nint statement, int column);

        [LibraryImport(Library), SuppressGCTransition]
        public static partial int sqlite3_column_bytes(nint statement, int column);
    }
}
