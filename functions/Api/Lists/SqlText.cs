using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Hookwork.Api.Lists;

/// <summary>An SQL condition whose interpolated values become parameters.</summary>
internal sealed class SqlText
{
    private readonly List<object?> _values = [];

    private SqlText() { }

    /// <summary>Copies a condition.</summary>
    public SqlText(SqlText other) => (Sql, _values) = (other.Sql, [.. other._values]);

    /// <summary>The condition, with named parameters.</summary>
    public string Sql { get; private set; } = "";

    public static SqlText Of(FormattableString text) => new SqlText().And(text);

    /// <summary>A pattern that matches a text anywhere, for <c>LIKE … ESCAPE '\'</c>.</summary>
    public static string Like(string text) =>
        $"%{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";

    /// <summary>Adds a condition.</summary>
    public SqlText And(FormattableString text)
    {
        var names = new object[text.ArgumentCount];
        for (var at = 0; at < names.Length; at++)
        {
            names[at] = $"$v{_values.Count}";
            _values.Add(text.GetArgument(at));
        }
        var added = string.Format(CultureInfo.InvariantCulture, text.Format, names);
        Sql = Sql.Length == 0 ? added : $"{Sql} AND {added}";
        return this;
    }

    /// <summary>A command whose text includes the condition.</summary>
    public SqliteCommand Command(SqliteConnection connection, string text)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        for (var at = 0; at < _values.Count; at++)
            command.Parameters.AddWithValue($"$v{at}", _values[at] ?? DBNull.Value);
        return command;
    }
}
