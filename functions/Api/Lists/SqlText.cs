using System.Globalization;
using Hookwork.Catalog.Files;
using Microsoft.Data.Sqlite;

namespace Hookwork.Api.Lists;

/// <summary>An SQL condition whose interpolated values become parameters.</summary>
internal sealed class SqlText
{
    private readonly List<KeyValuePair<string, object>> _values = [];

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
            var name = $"$v{_values.Count}";
            names[at] = name;
            _values.Add(new(name, text.GetArgument(at)!));
        }
        var added = string.Format(CultureInfo.InvariantCulture, text.Format, names);
        Sql = Sql.Length == 0 ? added : $"{Sql} AND {added}";
        return this;
    }

    /// <summary>A statement whose text includes the condition.</summary>
    public SqlStatement Statement(SqliteConnection connection, string text) => new(connection, text, _values);
}
