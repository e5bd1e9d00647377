using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Hookwork.Api.Lists;

/// <summary>The values of a parameter, and the catalogs that know what they name.</summary>
/// <param name="Values">At least one.</param>
/// <param name="States">What numbers of states mean.</param>
internal sealed record FilterInput(
    IReadOnlyList<string> Values,
    IReadOnlyList<SqliteConnection> Catalogs,
    PatchStates States
)
{
    /// <summary>The value that counts where a parameter may be given once.</summary>
    public string Last => Values[^1];

    /// <summary>The same without the blanks around it, as Django takes texts.</summary>
    public string Text => Last.Trim();

    /// <summary>
    /// The ids of what the values name, a number an id and anything else a name; null if one names nothing.
    /// </summary>
    /// <param name="table">The table of the resources.</param>
    /// <param name="name">The column of names, compared without regard to case; null where only ids count.</param>
    public IReadOnlyList<long>? Ids(string table, string? name = null)
    {
        HashSet<long> ids = [];
        foreach (var value in Values)
        {
            var before = ids.Count;
            var known = false;
            foreach (var catalog in Catalogs)
            {
                using var command = catalog.CreateCommand();
                if (long.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var id))
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
            }
            if (!known && ids.Count == before)
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

    /// <summary>The date; null for what is none.</summary>
    public DateTime? Date => ApiDate.Parse(Last);
}
