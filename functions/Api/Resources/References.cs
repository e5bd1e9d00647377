using System.Text;
using Hookwork.Catalog;
using Hookwork.Catalog.Query;
using Microsoft.Data.Sqlite;

namespace Hookwork.Api.Resources;

/// <summary>Finds the resources that others embed in one project's catalog. Not for two threads at once.</summary>
internal sealed class References(SqliteConnection connection) : IDisposable
{
    private const string Shown = "SELECT json FROM shown WHERE kind = $1 AND id = $0";
    private readonly Dictionary<string, SqlStatement> _statements = new(StringComparer.Ordinal);

    /// <summary>A resource as the archive has it, ids in the place of what it embeds; null where it is not known.</summary>
    public byte[]? Find(Entity entity, long id)
    {
        var json = entity switch
        {
            Entity.Project => Read("SELECT json FROM project WHERE id = $0", id),
            Entity.Person => Read("SELECT json FROM person WHERE id = $0", id),
            Entity.User => Read("SELECT json FROM user WHERE id = $0", id),
            Entity.Patch => Read(Shown, id, (long)ShownKind.Patch),
            Entity.Cover => Read(Shown, id, (long)ShownKind.Cover),
            Entity.Series => Read(Shown, id, (long)ShownKind.Series),
            Entity.PatchComment => Read(Shown, id, (long)ShownKind.PatchComment),
            Entity.CoverComment => Read(Shown, id, (long)ShownKind.CoverComment),
            Entity.Check => Read(Shown, id, (long)ShownKind.Check),
            Entity.Event => EventJson.Read(Statement(EventJson.Sql, 1), id),
            _ => null,
        };
        return json is null ? null : Encoding.UTF8.GetBytes(json);
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
    }

    private string? Read(string sql, long id, long? kind = null) =>
        kind is { } number ? Statement(sql, 2).ReadText(null, id, number) : Statement(sql, 1).ReadText(null, id);

    private SqlStatement Statement(string sql, int parameters)
    {
        if (!_statements.TryGetValue(sql, out var statement))
            _statements.Add(sql, statement = new SqlStatement(connection, sql, parameters));
        return statement;
    }
}
