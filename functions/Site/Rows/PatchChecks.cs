using System.Text.Json;
using Hookwork.Catalog;
using Hookwork.Catalog.Files;
using Hookwork.Input;
using Hookwork.Patchwork.Resources;
using Microsoft.Data.Sqlite;

namespace Hookwork.Site.Rows;

/// <summary>Reads the checks of patches.</summary>
internal static class PatchChecks
{
    /// <summary>The checks of patches, by context, the newest of each user and context.</summary>
    public static ILookup<long, PatchCheck> Of(SqliteConnection connection, IEnumerable<long> patches)
    {
        using var read = new SqlStatement(
            connection,
            $"SELECT id, json FROM shown WHERE kind = {(int)ShownKind.PatchChecks} AND id IN (SELECT value FROM json_each($ids))",
            [Ids.Parameter(patches)]
        );
        var shown = CatalogDictionaries.Of(connection).Shown;
        return read.All(row => (Patch: row.Integer(0), Checks: JsonElement.Parse(shown.Unpack(row.Bytes(1)))))
            .SelectMany(row => row.Checks.EnumerateArray(), (row, check) => (row.Patch, Check: CheckOf(check)))
            .ToLookup(item => item.Patch, item => item.Check);
    }

    private static PatchCheck CheckOf(JsonElement check) =>
        new(
            check.Text("context") ?? "",
            check.Text("state") ?? Check.Pending,
            WebAddress.OrNull(check.Text("target_url"))
        );
}
