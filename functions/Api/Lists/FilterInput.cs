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
        foreach (var value in Values)
        {
            var known = false;
            foreach (var catalog in Catalogs)
            {
                using var command = catalog.CreateCommand();
                if (PythonNumber.TryRead(value, out var id))
                {
                    command.CommandText = $"SELECT id FROM {table} WHERE id = $value";
                    command.Parameters.AddWithValue("$value", id);
                }
                else if (name is not null)
                {
                    command.CommandText = $"SELECT id FROM {table} WHERE {name} = $value COLLATE NOCASE";
                    command.Parameters.AddWithValue("$value", value);
                }
                else
                {
                    return null;
                }
                using var reader = command.ExecuteReader();
                while (reader.Read())
                {
                    known = true;
                    ids.Add(reader.GetInt64(0));
                }
                // No other catalog has more with this id or name, and each look takes time.
                if (known)
                    break;
            }
            if (!known)
                return null;
        }
        return [.. ids];
    }

    /// <summary>Whether a row of any catalog has a value.</summary>
    public bool AnyHas(string table, string column, string value) =>
        Catalogs.Any(catalog =>
        {
            using var command = catalog.CreateCommand();
            command.CommandText = $"SELECT 1 FROM {table} WHERE {column} = $value LIMIT 1";
            command.Parameters.AddWithValue("$value", value);
            return command.ExecuteScalar() is not null;
        });

    /// <summary><see cref="Last"/> as a date; null if it is not valid.</summary>
    public DateTime? Date => ApiDate.Parse(Last);
}
