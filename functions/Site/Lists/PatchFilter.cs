using System.Runtime.CompilerServices;
using System.Text;
using Hookwork.Api.Lists;
using Hookwork.Catalog.Files;
using Hookwork.Input;
using Microsoft.Data.Sqlite;

namespace Hookwork.Site.Lists;

/// <summary>
/// The condition for the filters of a list of patches, as in Patchwork (<c>patchwork/filters.py</c>). A filter with an
/// unknown value is ignored. Without a filter, the list has the patches that need action and are not archived.
/// </summary>
internal static class PatchFilter
{
    /// <summary>The value that asks for patches without a delegate, as in Patchwork's form.</summary>
    public const string Nobody = "Nobody";

    /// <summary>The condition on the tables <c>patch</c>, <c>person</c> and <c>user</c>.</summary>
    public static SqlText Of(SqliteConnection connection, ListQuery query, PatchStates states)
    {
        var condition = SqlText.Of($"1");
        foreach (
            var filter in new FormattableString?[]
            {
                OfSeries(connection, query.Series),
                OfSubmitter(connection, query.Submitter),
                OfState(connection, query.State, states),
                query.Q.Length == 0 ? null : Contains("patch.name", query.Q),
                query.Archive switch
                {
                    "both" => null,
                    "true" => $"patch.archived = 1",
                    _ => $"patch.archived = 0",
                },
                OfDelegate(connection, query.Delegate),
            }
        )
        {
            if (filter is not null)
                condition.And(filter);
        }
        return condition;
    }

    /// <summary>A condition: a column contains a text, ignoring case.</summary>
    public static FormattableString Contains(string column, string text) =>
        // LIKE ignores the case of ASCII letters only.
        Ascii.IsValid(text)
            ? FormattableStringFactory.Create($"{column} LIKE {{0}} ESCAPE '\\'", SqlText.Like(text))
            : FormattableStringFactory.Create($"{CatalogSchema.HoldsFunction}({column}, {{0}})", text);

    /// <summary>The state that a filter's value names; null if it names none.</summary>
    public static string? StateOf(SqliteConnection connection, string value, PatchStates states) =>
        value.Length > 0
        && states.Find(value) is { } state
        && (states.Has(state) || Has(connection, SqlText.Of($"SELECT 1 FROM patch WHERE state = {state} LIMIT 1")))
            ? state
            : null;

    /// <summary>The patches of a series; null if there is no such series.</summary>
    public static FormattableString? OfSeries(SqliteConnection connection, string value) =>
        PythonNumber.TryRead(value, out var id) && Has(connection, SqlText.Of($"SELECT 1 FROM series WHERE id = {id}"))
            ? (FormattableString)$"patch.id IN (SELECT id FROM mail_series WHERE kind = 0 AND series = {id})"
            : null;

    /// <summary>A person's id, or a part of the name. All addresses of a user are one submitter.</summary>
    public static FormattableString? OfSubmitter(SqliteConnection connection, string value, string table = "patch")
    {
        if (value.Length == 0)
            return null;
        // Without a user, or without the token that shows users, it is 0.
        using var userOf = new SqlStatement(
            connection,
            "SELECT coalesce(json_extract(json, '$.user.id'), 0) FROM person WHERE id = ?1"
        );
        if (PythonNumber.TryRead(value, out var id) && userOf.Read(id) is { } user)
            return user == 0
                ? FormattableStringFactory.Create($"{table}.submitter = {{0}}", id)
                : FormattableStringFactory.Create(
                    $"{table}.submitter IN (SELECT id FROM person WHERE json_extract(json, '$.user.id') = {{0}})",
                    user
                );
        // A part of a name may be one of many people. Their series are found sooner by date than by submitter.
        return Named(
            connection,
            table == "series" ? "+series.submitter" : $"{table}.submitter",
            "person",
            Contains("name", value)
        );
    }

    private static FormattableString? OfState(SqliteConnection connection, string value, PatchStates states) =>
        value == "*" ? null
        : StateOf(connection, value, states) is { } state ? (FormattableString)$"patch.state = {state}"
        : FormattableStringFactory.Create($"patch.state IN {OpenSeries.States}");

    /// <summary>A user's id, a part of the user name, or <c>Nobody</c>.</summary>
    public static FormattableString? OfDelegate(SqliteConnection connection, string value)
    {
        if (value.Length == 0)
            return null;
        if (value == Nobody)
            return $"patch.delegate IS NULL";
        if (
            PythonNumber.TryRead(value, out var id)
            && Has(connection, SqlText.Of($"SELECT 1 FROM user WHERE id = {id}"))
        )
            return $"patch.delegate = {id}";
        return Named(connection, "patch.delegate", "user", Contains("username", value));
    }

    /// <summary>A condition: a column has one of the ids that have a name; null if none has it.</summary>
    private static FormattableString? Named(
        SqliteConnection connection,
        string column,
        string table,
        FormattableString name
    )
    {
        var ids = $"SELECT id FROM {table} WHERE {name.Format}";
        return Has(connection, SqlText.Of(FormattableStringFactory.Create(ids, name.GetArguments())))
            ? FormattableStringFactory.Create($"{column} IN ({ids})", name.GetArguments())
            : null;
    }

    private static bool Has(SqliteConnection connection, SqlText sql)
    {
        using var row = sql.Statement(connection, sql.Sql);
        return row.Next();
    }
}
