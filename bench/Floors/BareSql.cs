using System.Globalization;
using System.Text.RegularExpressions;
using Hookwork.Catalog.Files;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Hookwork.Bench.Floors;

/// <summary>
/// The statements of an answer, run by plain calls into SQLite, which read every column of every row and make nothing of
/// it. Each is prepared once.
/// </summary>
internal sealed partial class BareSql : IDisposable
{
    /// <summary>How a search ends that walks mails by date; it stops at the last hit that it shows.</summary>
    private const string Walk = "FROM mail ORDER BY date DESC, rowid DESC";

    private readonly SqliteConnection _connection;
    private readonly long? _lastHit;
    private readonly IReadOnlyList<(
        string Sql,
        sqlite3_stmt Prepared,
        IReadOnlyList<IReadOnlyList<object>> Runs
    )> _statements;

    /// <param name="statements">With the values of their parameters.</param>
    public BareSql(SqliteConnection connection, IEnumerable<string> statements)
    {
        var all = statements.ToList();
        _connection = connection;
        _lastHit = all.Select(sql => Hits().Match(sql))
            .Where(hits => hits.Success)
            .Select(hits => (long?)long.Parse(hits.Groups["last"].Value, CultureInfo.InvariantCulture))
            .LastOrDefault();
        _statements =
        [
            .. all.GroupBy(sql => Literal().Replace(sql, "?"), StringComparer.Ordinal)
                .Select(same =>
                    same.Count() == 1
                        ? (
                            same.First(),
                            Prepare(same.First()),
                            [
                                [],
                            ]
                        )
                        : (same.Key, Prepare(same.Key), (IReadOnlyList<IReadOnlyList<object>>)[.. same.Select(Values)])
                ),
        ];
    }

    /// <summary>How many statements are run.</summary>
    public int Count => _statements.Sum(statement => statement.Runs.Count);

    /// <summary>Opens a catalog for reading.</summary>
    public static SqliteConnection Open(string path)
    {
        var connection = CatalogSchema.Open(
            new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Mode = SqliteOpenMode.ReadOnly,
                Pooling = false,
            }.ToString()
        );
        using var cache = connection.CreateCommand();
        // As for Hookwork's readers.
        cache.CommandText = "PRAGMA cache_size = -4096";
        cache.ExecuteNonQuery();
        return connection;
    }

    /// <summary>Runs them and returns the number of rows.</summary>
    public int Run()
    {
        var rows = 0;
        foreach (var (sql, statement, runs) in _statements)
        {
            var isWalk = sql.EndsWith(Walk, StringComparison.Ordinal);
            foreach (var values in runs)
            {
                for (var at = 0; at < values.Count; at++)
                    Bind(statement, at + 1, values[at]);
                for (; raw.sqlite3_step(statement) == raw.SQLITE_ROW; rows++)
                {
                    ReadRow(statement);
                    if (isWalk && raw.sqlite3_column_int64(statement, 0) == _lastHit)
                        break;
                }
                Check(raw.sqlite3_reset(statement));
            }
        }
        return rows;
    }

    public void Dispose()
    {
        foreach (var (_, statement, _) in _statements)
            statement.Dispose();
    }

    private sqlite3_stmt Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_connection.Handle, sql, out var statement));
        return statement;
    }

    private static void ReadRow(sqlite3_stmt statement)
    {
        var columns = raw.sqlite3_column_count(statement);
        for (var column = 0; column < columns; column++)
        {
            switch (raw.sqlite3_column_type(statement, column))
            {
                case raw.SQLITE_INTEGER:
                    raw.sqlite3_column_int64(statement, column);
                    break;
                case raw.SQLITE_FLOAT:
                    raw.sqlite3_column_double(statement, column);
                    break;
                default:
                    raw.sqlite3_column_blob(statement, column);
                    break;
            }
        }
    }

    private void Bind(sqlite3_stmt statement, int index, object value) =>
        Check(
            value switch
            {
                long number => raw.sqlite3_bind_int64(statement, index, number),
                double number => raw.sqlite3_bind_double(statement, index, number),
                _ => raw.sqlite3_bind_text(statement, index, (string)value),
            }
        );

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _connection.Handle);

    private static IReadOnlyList<object> Values(string sql) =>
        [
            .. Literal()
                .Matches(sql)
                .Select(match =>
                    match.Value is ['\'', .. var text, '\''] ? (object)text.Replace("''", "'", StringComparison.Ordinal)
                    : long.TryParse(match.Value, CultureInfo.InvariantCulture, out var number) ? number
                    : double.Parse(match.Value, CultureInfo.InvariantCulture)
                ),
        ];

    /// <summary>The rows of the hits that are shown, in their order.</summary>
    [GeneratedRegex(
        @"WHERE mail\.rowid IN \(SELECT value FROM json_each\('\[(?:\d+,)*(?<last>\d+)\]'\)\)",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Hits();

    /// <summary>A text or a number.</summary>
    [GeneratedRegex(@"'(?:[^']|'')*'|(?<![\w.?$])-?\d+(?:\.\d+)?(?![\w.])", RegexOptions.None, 1000)]
    private static partial Regex Literal();
}
