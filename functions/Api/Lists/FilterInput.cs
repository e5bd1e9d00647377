using Hookwork.Catalog.Files;
using Hookwork.Catalog.Query;
using Hookwork.Input;
using Microsoft.Data.Sqlite;

namespace Hookwork.Api.Lists;

/// <summary>The values of a parameter, and the catalogs that resolve them.</summary>
/// <param name="Values">At least one.</param>
/// <param name="States">The states by number.</param>
internal sealed record FilterInput(
    IReadOnlyList<string> Values,
    IReadOnlyList<SqliteConnection> Catalogs,
    PatchStates States
)
{
    /// <summary>The last value, which is used if the parameter may not be repeated.</summary>
    public string Last => Values[^1];

    /// <summary><see cref="Last"/> trimmed, as Django reads text.</summary>
    public string Text => Last.Trim();

    /// <summary>The ids for the values: a number is an id, anything else a name. Null if a value is unknown.</summary>
    /// <param name="table">The table of the resources.</param>
    /// <param name="name">The column of names, compared ignoring case; null if only ids are valid.</param>
    public IReadOnlyList<long>? Ids(string table, string? name = null)
    {
        HashSet<long> ids = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (var value in Values)
        {
            if (!PythonNumber.TryRead(value, out var id))
            {
                if (name is null)
                    return null;
                names.Add(FieldValues.Lower(value));
            }
            // The first catalog that has the id is enough, and each query takes time.
            else if (Catalogs.Any(catalog => Has(catalog, $"SELECT 1 FROM {table} WHERE id = $value", id)))
            {
                ids.Add(id);
            }
            else
            {
                return null;
            }
        }
        foreach (var catalog in Catalogs.TakeWhile(_ => names.Count > 0))
            AddNamed(catalog, table, name!, names, ids);
        return names.Count == 0 ? [.. ids] : null;
    }

    /// <summary>
    /// Adds the ids of a catalog's rows that have one of the names, and removes the names that were found. Names have
    /// no index, so one pass looks for all of them.
    /// </summary>
    private static void AddNamed(
        SqliteConnection catalog,
        string table,
        string name,
        HashSet<string> names,
        HashSet<long> ids
    )
    {
        using var row = new SqlStatement(
            catalog,
            $"SELECT id, {name} FROM {table} WHERE {name} COLLATE NOCASE IN (SELECT value FROM json_each($names))",
            [new("$names", names.ToJsonArray().ToJsonString())]
        );
        while (row.Next())
        {
            ids.Add(row.Integer(0));
            names.Remove(FieldValues.Lower(row.Text(1)));
        }
    }

    /// <summary>Whether a patch of any catalog is in a state.</summary>
    public bool IsInUse(string state) =>
        Catalogs.Any(catalog => Has(catalog, "SELECT 1 FROM patch WHERE state = $value LIMIT 1", state));

    private static bool Has(SqliteConnection catalog, string sql, object value)
    {
        using var row = new SqlStatement(catalog, sql, [new("$value", value)]);
        return row.Next();
    }

    /// <summary><see cref="Last"/> as a date; null if it is not valid.</summary>
    public DateTime? Date => ApiDate.Parse(Last);
}
