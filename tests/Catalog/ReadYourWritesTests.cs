using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Hookwork.Recorded;
using Hookwork.Tests.Ingest;

namespace Hookwork.Tests.Catalog;

/// <summary>One instance processes events; another one is searched over HTTP.</summary>
public sealed class ReadYourWritesTests
{
    [Fact]
    public async Task An_event_that_one_instance_finished_is_found_by_another_within_two_seconds()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 10);
        await using var writer = await Deployment.StartAsync(patchwork.Url);
        await using var other = await Deployment.StartAsync(patchwork.Url, writer.Storage);
        await using var reader = await ServedDeployment.StartAsync(other);
        await writer.RunToIdleAsync();
        await FindAsync(reader.Client);

        // Other load on the machine may spoil a round, but not every one.
        List<TimeSpan> taken = [];
        while (taken.Count(time => time < TimeSpan.FromSeconds(2)) < 2 && taken.Count < 8)
        {
            patchwork.Time.VisibleEvents += 20;
            await writer.RunToIdleAsync();
            var finished = Stopwatch.StartNew();
            var written = await WrittenAsync(writer);
            await Eventually.TrueAsync(async () => (await FindAsync(reader.Client)).SetEquals(written));
            taken.Add(finished.Elapsed);
        }
        Assert.Equal(2, taken.Count(time => time < TimeSpan.FromSeconds(2)));
    }

    /// <summary>The archived patches with their states.</summary>
    private static async Task<SortedSet<string>> WrittenAsync(Deployment deployment)
    {
        SortedSet<string> patches = new(StringComparer.Ordinal);
        await foreach (var row in deployment.Archive.Patches.QueryAsync<TableEntity>(select: ["RowKey", "State"]))
            patches.Add($"{long.Parse(row.RowKey, CultureInfo.InvariantCulture)} {row.GetString("State")}");
        return patches;
    }

    /// <summary>The patches that a search finds, with their states.</summary>
    private static async Task<SortedSet<string>> FindAsync(HttpClient client)
    {
        var result = (await client.GetFromJsonAsync<JsonObject>("/search?q=is:patch&project=qemu-devel&per_page=250"))!;
        return new(result["hits"]!.AsArray().Select(hit => $"{hit!["id"]} {hit["state"]}"), StringComparer.Ordinal);
    }
}
