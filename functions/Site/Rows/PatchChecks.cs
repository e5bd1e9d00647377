using System.Text.Json;
using Hookwork.Catalog;
using Hookwork.Catalog.Files;
using Hookwork.Input;
using Microsoft.Data.Sqlite;

namespace Hookwork.Site.Rows;

/// <summary>Reads the checks of patches, from the events that announced them.</summary>
internal static class PatchChecks
{
    /// <summary>The checks of patches, the newest of each user and context, as Patchwork counts them.</summary>
    public static ILookup<long, PatchCheck> Of(SqliteConnection connection, IEnumerable<long> patches)
    {
        using var read = new SqlStatement(
            connection,
            $"""
            SELECT event.patch, shown.json, event.actor FROM event JOIN shown ON shown.kind = {(int)
                ShownKind.Check} AND shown.id = event.patch_check
            WHERE event.patch_check IS NOT NULL AND event.patch IN (SELECT value FROM json_each($ids)) AND event.gone = 0
            ORDER BY event.patch_check
            """,
            [Ids.Parameter(patches)]
        );
        var shown = CatalogDictionaries.Of(connection).Shown;
        // An old server does not say whose a check is: the user is 0 then.
        return Newest(read.All(row => (row.Integer(0), row.Integer(2), JsonElement.Parse(shown.Unpack(row.Bytes(1))))));
    }

    /// <summary>The newest check of each user and context, by patch.</summary>
    /// <param name="checks">The checks, by id.</param>
    public static ILookup<long, PatchCheck> Newest(IEnumerable<(long Patch, long User, JsonElement Check)> checks)
    {
        var newest = new Dictionary<(long Patch, long User, string Context), PatchCheck>();
        foreach (var (patch, user, check) in checks)
        {
            var context = check.Text("context") ?? "";
            newest[(patch, user, context)] = new PatchCheck(
                context,
                check.Text("state") ?? "pending",
                WebAddress.OrNull(check.Text("target_url"))
            );
        }
        return newest
            .OrderBy(check => check.Key.Context, StringComparer.Ordinal)
            .ToLookup(check => check.Key.Patch, check => check.Value);
    }
}
