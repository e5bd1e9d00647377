using System.Text.Json;
using Hookwork.Input;
using Hookwork.Patchwork;

namespace Hookwork.Catalog.Files;

/// <summary>
/// The checks of a patch as pages show them: the newest of each user and context, as Patchwork counts them.
/// </summary>
internal static class ListedChecks
{
    private static readonly string[] Fields = ["state", "target_url", "context"];

    /// <summary>Converts the checks of a patch.</summary>
    /// <param name="checks">Their JSON, by id.</param>
    /// <returns>A JSON array, by context; null if there are none.</returns>
    public static byte[]? Of(IReadOnlyList<byte[]> checks)
    {
        if (checks.Count == 0)
            return null;
        var json = PlainJson.Write(writer =>
        {
            writer.WriteStartArray();
            foreach (var check in NewestOf(checks))
            {
                writer.WriteStartObject();
                foreach (var field in Fields)
                {
                    if (check.Field(field) is not { } value)
                        continue;
                    writer.WritePropertyName(field);
                    value.WriteTo(writer);
                }
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        });
        return json.ToArray();
    }

    /// <summary>The newest check of each user and context, by context.</summary>
    /// <param name="checks">The JSON of a patch's checks, by id.</param>
    public static IEnumerable<JsonElement> NewestOf(IReadOnlyList<byte[]> checks) =>
        checks
            .Select(check => JsonElement.Parse(check))
            .GroupBy(check => (User: check.Field("user")?.Id(), Context: check.Text("context")))
            // Of two with the same date, the one with the greater id. Ids do not follow the server's clock if it was
            // set back, as in autumn.
            .Select(same => same.Reverse().MaxBy(check => check.Text("date"), StringComparer.Ordinal))
            .OrderBy(check => check.Text("context"), StringComparer.Ordinal);
}
