using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Hookwork.Recorded;
using Hookwork.SelfHost;
using Hookwork.Tests.Catalog;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Hookwork.Tests.Ingest;

/// <summary>A run with nothing new.</summary>
public sealed class IdleTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task A_second_run_reads_one_page_a_project_and_writes_only_when_it_polled()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 120);
        var storage = await TestAzurite.NewAccountAsync();
        var first = await RunAsync(patchwork, storage, new Wire());
        var before = await VersionsAsync(storage);
        patchwork.Requests.Clear();
        var wire = new Wire();
        _clock.Advance(TimeSpan.FromSeconds(1));

        var second = await RunAsync(patchwork, storage, wire);

        Assert.Equal(first, second);
        var events = patchwork.Requests.ToList().Where(request => request.Kind == "events").ToList();
        Assert.Equal(
            events.Count,
            events.DistinctBy(request => request.Path.Split("project=")[1].Split('&')[0]).Count()
        );
        Assert.InRange(events.Count, 1, 2);
        // The others are the probe of the API's version, the list of projects and the patch that identifies the server.
        Assert.Equal(
            ["", "events", "patches/#", "projects"],
            patchwork.Requests.ByKind.Keys.Order(StringComparer.Ordinal)
        );
        Assert.Equal((1, 1), (patchwork.Requests.ByKind["projects"], patchwork.Requests.ByKind["patches/#"]));
        Assert.Equal(before, await VersionsAsync(storage));
        var writes = wire
            .Requests.Where(request =>
                !request.StartsWith("GET ", StringComparison.Ordinal)
                && !request.StartsWith("HEAD ", StringComparison.Ordinal)
            )
            .ToList();
        // Each poll writes its cursor, so that every instance knows when the last good one was.
        Assert.Equal(events.Count, writes.Count(path => path.Contains("/Cursors(", StringComparison.Ordinal)));
        Assert.All(
            writes.Where(path => !path.Contains("/Cursors(", StringComparison.Ordinal)),
            path => Assert.Contains("/slots/", path, StringComparison.Ordinal)
        );
    }

    private async Task<string> RunAsync(RecordedPatchwork patchwork, string storage, Wire wire)
    {
        await using var app = await SelfHostApp.StartAsync(
            new SelfHostOptions
            {
                Port = 0,
                Settings = new Dictionary<string, string?>
                {
                    ["AzureWebJobsStorage"] = storage,
                    ["Patchwork__Url"] = patchwork.Url.ToString(),
                    ["Patchwork__Since"] = "beginning",
                },
                // It polls at startup; no other timer becomes due.
                TimeProvider = _clock,
                ConfigureServices = services => services.AddSingleton(wire.Connect(storage)),
            }
        );
        return await app.WaitUntilIdleAsync();
    }

    /// <summary>
    /// The version of every row and blob, and the length of every queue, except the cursors, the host's blobs and the
    /// slots' leases.
    /// </summary>
    private static async Task<IReadOnlyList<string>> VersionsAsync(string storage)
    {
        List<string> versions = [];
        await foreach (var table in new TableServiceClient(storage).QueryAsync(table => table.Name != "Cursors"))
        {
            await foreach (var row in new TableClient(storage, table.Name).QueryAsync<TableEntity>())
                versions.Add($"{table.Name} {row.PartitionKey} {row.RowKey} {row.ETag} {row.Timestamp:O}");
        }
        var blobs = new BlobServiceClient(storage);
        await foreach (var container in blobs.GetBlobContainersAsync())
        {
            if (container.Name is "slots" or "azure-webjobs-hosts")
                continue;
            await foreach (var blob in blobs.GetBlobContainerClient(container.Name).GetBlobsAsync())
                versions.Add($"{container.Name} {blob.Name} {blob.Properties.ETag} {blob.Properties.LastModified:O}");
        }
        var queues = new QueueServiceClient(storage);
        await foreach (var queue in queues.GetQueuesAsync())
            versions.Add(
                $"{queue.Name} {(await queues.GetQueueClient(queue.Name).GetPropertiesAsync()).Value.ApproximateMessagesCount}"
            );
        return versions;
    }
}
