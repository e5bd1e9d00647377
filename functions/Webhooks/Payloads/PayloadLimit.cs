using System.Text.Json.Nodes;
using Hookwork.Patchwork;

namespace Hookwork.Webhooks.Payloads;

/// <summary>
/// Keeps the data of a message below a size. The largest texts and lists go first; each becomes a link under
/// <c>truncated</c>.
/// </summary>
public static class PayloadLimit
{
    private static readonly string[] Resources = ["patch", "cover", "comment", "check"];
    private static readonly string[] Texts = ["diff", "content", "headers"];
    private static readonly string[] Lists = ["files", "trailers"];

    /// <summary>Removes what exceeds the size. Smaller data gets no <c>truncated</c>.</summary>
    public static void Apply(JsonObject data, int most)
    {
        var size = Size(data);
        if (size <= most)
            return;

        var truncated = data["truncated"] as JsonArray ?? [];
        data["truncated"] = truncated;
        if (CutFields(data, truncated, size - most))
            return;
        CutLists(data, truncated, most);
        CutWhole(data, truncated, most);
    }

    /// <summary>Replaces the largest fields by links.</summary>
    /// <param name="excess">By how many bytes the data is too large.</param>
    /// <returns>Whether that is enough.</returns>
    private static bool CutFields(JsonObject data, JsonArray truncated, int excess)
    {
        foreach (
            var (owner, field, path, url) in Candidates(data)
                .OrderByDescending(candidate => Size(candidate.Owner[candidate.Field]))
                .ToList()
        )
        {
            if (excess <= 0)
                return true;
            var entry = Entry(path, url);
            // The link takes some room itself, with a comma, and so does the null.
            var saved = Size(owner[field]) - Size(null) - Size(entry) - 1;
            if (saved <= 0)
                continue;
            excess -= saved;
            owner[field] = null;
            truncated.Add(entry);
        }
        return false;
    }

    /// <summary>Removes lists that are shorter than their links from all patches together.</summary>
    private static void CutLists(JsonObject data, JsonArray truncated, int most)
    {
        foreach (var field in Lists)
        {
            if (Size(data) <= most || data["patches"] is not JsonArray patches)
                return;
            truncated.RemoveAll(part =>
                part!["field"]!.GetValue<string>() is var path
                && path.StartsWith("patches[", StringComparison.Ordinal)
                && path.EndsWith($"].{field}", StringComparison.Ordinal)
            );
            foreach (var patch in patches.OfType<JsonObject>())
                patch[field] = null;
            truncated.Add(Entry($"patches[].{field}", (data["series"] as JsonObject)?["mbox"]));
        }
    }

    /// <summary>Replaces whole resources by links.</summary>
    private static void CutWhole(JsonObject data, JsonArray truncated, int most)
    {
        foreach (
            var field in new[]
            {
                "prerequisites",
                "previous",
                "patches",
                "reviewed",
                "payload",
                "patch",
                "cover",
                "series",
                "comment",
                "check",
            }
        )
        {
            if (Size(data) <= most)
                return;
            var entry = Entry(field, (data["series"] as JsonObject)?["url"] ?? (data[field] as JsonObject)?["url"]);
            if (Size(data[field]) <= Size(entry))
                continue;
            // Only the address of the field is left. A series of thousands of patches would else list the omissions of
            // each patch.
            truncated.RemoveAll(part => part!["field"]!.GetValue<string>().Split('.', '[')[0] == field);
            data[field] = null;
            truncated.Add(entry);
        }
    }

    private static IEnumerable<(JsonObject Owner, string Field, string Path, JsonNode? Url)> Candidates(JsonObject data)
    {
        foreach (var name in Resources)
        {
            if (data[name] is not JsonObject resource)
                continue;
            foreach (var field in Texts.Concat(Lists).Where(field => resource[field] is not null))
                yield return (resource, field, $"{name}.{field}", resource["mbox"] ?? resource["url"]);
        }
        // git format-patch names every patch between the base and the series.
        if (data["based_on"] is JsonArray)
            yield return (data, "based_on", "based_on", (data["series"] as JsonObject)?["url"]);
        foreach (var (index, prerequisite) in (data["prerequisites"] as JsonArray ?? []).OfType<JsonObject>().Index())
        {
            if (prerequisite["patches"] is JsonArray { Count: > 0 })
                yield return (
                    prerequisite,
                    "patches",
                    $"prerequisites[{index}].patches",
                    prerequisite["series"]?["mbox"]
                );
        }
        foreach (var (index, patch) in (data["patches"] as JsonArray ?? []).OfType<JsonObject>().Index())
        {
            foreach (var field in Lists.Where(field => patch[field] is not null))
                yield return (patch, field, $"patches[{index}].{field}", patch["mbox"]);
        }
    }

    private static JsonObject Entry(string path, JsonNode? url) =>
        new() { ["field"] = path, ["url"] = url?.DeepClone() };

    private static int Size(JsonNode? node) => node is null ? 4 : PlainJson.Write(node).Length;
}
