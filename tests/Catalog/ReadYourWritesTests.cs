using System.Diagnostics;
using System.Globalization;
using Azure.Data.Tables;
using Hookwork.Catalog;
using Hookwork.Catalog.Query;
using Hookwork.Recorded;
using Hookwork.Search;
using Hookwork.Tests.Ingest;

namespace Hookwork.Tests.Catalog;

/// <summary>One instance works events off, another one searches.</summary>
public sealed class ReadYourWritesTests
{
    [Fact]
    public async Task An_event_that_one_instance_finished_is_found_by_another_within_two_seconds()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(new RecordedPatchworkOptions { VisibleEvents = 10 });
        await using var writer = await Deployment.StartAsync(patchwork.Url);
        await using var reader = await Deployment.StartAsync(patchwork.Url, writer.Storage);
        await writer.RunToIdleAsync();
        await FindAsync(reader);

        foreach (var visible in new[] { 20, 40 })
        {
            patchwork.Time.VisibleEvents = visible;
            await writer.RunToIdleAsync();
            var finished = Stopwatch.StartNew();
            var written = await WrittenAsync(writer);
            var found = await FindAsync(reader);
            while (!found.SetEquals(written) && finished.Elapsed < TimeSpan.FromSeconds(2))
            {
                await Task.Delay(20);
                found = await FindAsync(reader);
            }
            Assert.Equal(written, found);
        }
    }

    /// <summary>Each patch that is archived, with its state.</summary>
    private static async Task<SortedSet<string>> WrittenAsync(Deployment deployment)
    {
        SortedSet<string> patches = new(StringComparer.Ordinal);
        await foreach (var row in deployment.Archive.Patches.QueryAsync<TableEntity>(select: ["RowKey", "State"]))
            patches.Add($"{long.Parse(row.RowKey, CultureInfo.InvariantCulture)} {row.GetString("State")}");
        return patches;
    }

    /// <summary>Each patch that a search finds, with its state.</summary>
    private static async Task<SortedSet<string>> FindAsync(Deployment deployment)
    {
        var request = new SearchRequest("is:patch", SearchQuery.Parse("is:patch", TimeProvider.System), ["qemu-devel"], SearchOrder.Date, 1, SearchRequest.MostPerPage);
        var result = await deployment.Get<SearchEngine>().SearchAsync(request, default);
        return new(result.Hits.Select(hit => $"{hit.Hit.Key.Id} {hit.Hit.Status?.State}"), StringComparer.Ordinal);
    }
}
