using Hookwork.Catalog.Files;
using Hookwork.Catalog.Following;
using Microsoft.Data.Sqlite;

namespace Hookwork.Api.Resources;

/// <summary>Finds embedded resources in one project's catalog. Not thread-safe.</summary>
internal sealed class References(SqliteConnection connection) : IDisposable
{
    private const string Shown = "SELECT json FROM shown WHERE kind = ?1 AND id = ?2";
    private readonly Dictionary<string, SqlStatement> _statements = new(StringComparer.Ordinal);
    private readonly ZstdDictionary _shown = CatalogDictionaries.Of(connection).Shown;
    private long? _project;

    /// <summary>The id of the project; null if the catalog has none yet.</summary>
    public long? Project => _project ??= Statement("SELECT id FROM project LIMIT 1").Read();

    /// <summary>A resource as archived, with ids for embedded resources; null if it is not known.</summary>
    public byte[]? Find(Entity entity, long id) =>
        entity switch
        {
            Entity.Project => Read("SELECT json FROM project WHERE id = ?1", id),
            Entity.Person => Statement($"SELECT {StoredPerson.Columns} FROM person WHERE id = ?1")
                .First([id], StoredPerson.JsonOf),
            Entity.User => Read("SELECT json FROM user WHERE id = ?1", id),
            Entity.Patch => Read(ShownKind.Patch, id),
            Entity.Cover => Read(ShownKind.Cover, id),
            Entity.Series => Read(ShownKind.Series, id),
            Entity.PatchComment => Read(ShownKind.PatchComment, id),
            Entity.CoverComment => Read(ShownKind.CoverComment, id),
            Entity.Check => Read(ShownKind.Check, id),
            Entity.Event => Statement(EventJson.Sql).First([id], EventJson.Of),
            _ => null,
        };

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
    }

    private byte[]? Read(string sql, long id) => Statement(sql).ReadBytes(id);

    private byte[]? Read(ShownKind kind, long id) =>
        Statement(Shown).First([(long)kind, id], row => _shown.Unpack(row.Bytes(0)));

    private SqlStatement Statement(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
            _statements.Add(sql, statement = new SqlStatement(connection, sql));
        return statement;
    }
}
