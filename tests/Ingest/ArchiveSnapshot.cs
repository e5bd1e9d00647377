using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Hookwork.Archive.Resources;

namespace Hookwork.Tests.Ingest;

/// <summary>
/// An archive's content, which must not depend on how it was built: blobs, resources, events and Message-IDs.
/// </summary>
internal static class ArchiveSnapshot
{
    /// <summary>Fails with the first differences between two archives.</summary>
    public static void AssertEqual(IEnumerable<string> expected, IEnumerable<string> actual)
    {
        var (wanted, found) = (expected.ToHashSet(StringComparer.Ordinal), actual.ToHashSet(StringComparer.Ordinal));
        var (missing, extra) = (
            wanted.Except(found).Order(StringComparer.Ordinal).ToList(),
            found.Except(wanted).Order(StringComparer.Ordinal).ToList()
        );
        Assert.True(
            missing.Count + extra.Count == 0,
            $"{missing.Count} things are missing and {extra.Count} too many, such as\n{missing.FirstOrDefault()}\nand\n{extra.FirstOrDefault()}"
        );
        Assert.NotEmpty(wanted);
    }

    /// <summary>
    /// The lines that do not depend on events: without events, and without users known only from events.
    /// </summary>
    public static IEnumerable<string> WithoutEvents(IEnumerable<string> lines) =>
        lines.Where(line =>
            !line.StartsWith("event ", StringComparison.Ordinal) && !line.StartsWith("User ", StringComparison.Ordinal)
        );

    /// <summary>A line for each item in the archive, sorted.</summary>
    public static async Task<IReadOnlyList<string>> TakeAsync(Deployment deployment)
    {
        List<string> lines = [];
        var archive = deployment.Archive;
        await foreach (var blob in archive.Mboxes.GetBlobsAsync())
        {
            var content = await archive.Mboxes.GetBlobClient(blob.Name).DownloadContentAsync();
            lines.Add($"blob {blob.Name} {Convert.ToHexString(SHA256.HashData(content.Value.Content))}");
        }

        // Whole tables at once: Azurite takes as long for a row as for a page of rows.
        foreach (
            var (kind, table) in new[]
            {
                (ResourceKind.Patch, archive.Patches),
                (ResourceKind.Cover, archive.Covers),
                (ResourceKind.Series, archive.Series),
            }
        )
        {
            await foreach (var row in table.QueryAsync<TableEntity>())
            {
                if (row.GetBoolean(ResourceRow.Gone) == true)
                    continue;
                var json = JsonNode.Parse(await PackedJson.ReadAsync(row, archive, default))!.AsObject();
                lines.Add($"{kind} {long.Parse(row.RowKey)} {WithoutCopies(json).ToJsonString()}");
            }
        }
        foreach (var (what, table) in new[] { ("comment on", archive.Comments), ("check of", archive.Checks) })
        {
            await foreach (var row in table.QueryAsync<TableEntity>())
            {
                var json = JsonNode.Parse(await PackedJson.ReadAsync(row, archive, default))!;
                lines.Add($"{what} {row.PartitionKey} {json.ToJsonString()}");
            }
        }
        foreach (var kind in Enum.GetValues<EmbeddedKind>())
        {
            await foreach (var (id, json) in deployment.Get<EmbeddedStore>().AllAsync(kind, default))
                lines.Add($"{kind} {id} {JsonNode.Parse(json)!.ToJsonString()}");
        }
        await foreach (var row in archive.Events.QueryAsync<TableEntity>())
        {
            var json = JsonNode.Parse(await PackedJson.ReadAsync(row, archive, default))!;
            lines.Add($"event {row.PartitionKey} {row.RowKey} {row.GetString("Status")} {json.ToJsonString()}");
        }
        await foreach (var row in archive.MessageIds.QueryAsync<TableEntity>())
            lines.Add($"message-id {row.PartitionKey} {row.RowKey}");
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    /// <summary>
    /// A resource with the ids of what has lines of its own: the copies are as old as their last fetch, and no reader
    /// is shown them.
    /// </summary>
    private static JsonObject WithoutCopies(JsonObject resource)
    {
        foreach (var name in (string[])["project", "submitter", "delegate"])
        {
            if (resource[name] is JsonObject copy)
                resource[name] = copy["id"]?.DeepClone();
        }
        if (resource["series"] is JsonArray series)
            resource["series"] = new JsonArray([.. series.Select(copy => copy!["id"]!.DeepClone())]);
        return resource;
    }
}
