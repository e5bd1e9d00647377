using System.Text;
using Azure.Storage.Blobs;
using Hookwork.Archive;
using Hookwork.Catalog.Files;
using Hookwork.Recorded;
using Hookwork.SelfHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Tests.Archive;

/// <summary>
/// No two containers have blobs of the same name: Azurite's garbage collection would delete the content of one.
/// </summary>
public sealed class BlobNamesTests
{
    /// <summary>The blobs that selfhost's timers write, in addition to the app's.</summary>
    private static readonly KeyValuePair<string, IReadOnlyList<string>> Timers = new(
        "azure-webjobs-hosts",
        ["/status"]
    );

    private static readonly ArchiveStorage Storage = new(
        StorageConnection.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection([new("AzureWebJobsStorage", "UseDevelopmentStorage=true")])
                .Build()
        )
    );

    [Fact]
    public void No_name_can_end_as_those_of_two_containers_do()
    {
        var endings = Endings(Storage);

        foreach (var (container, own) in endings)
        {
            var others = endings.Where(other => other.Key != container).SelectMany(other => other.Value);
            Assert.DoesNotContain(
                others,
                other =>
                    own.Any(ending =>
                        ending.EndsWith(other, StringComparison.Ordinal)
                        || other.EndsWith(ending, StringComparison.Ordinal)
                    )
            );
        }
    }

    [Fact]
    public void Every_container_says_how_its_names_end() =>
        Assert.Equal(
            typeof(ArchiveStorage)
                .GetProperties()
                .Count(property => property.PropertyType == typeof(BlobContainerClient)),
            Storage.BlobSuffixes.Count
        );

    [Fact]
    public async Task The_names_in_an_archive_end_as_their_container_says()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 40);
        var storage = await TestAzurite.NewAccountAsync();
        await using var app = await SelfHostApp.StartAsync(
            new SelfHostOptions
            {
                Port = 0,
                Folder = Path.GetTempPath(),
                Settings = new Dictionary<string, string?>
                {
                    ["AzureWebJobsStorage"] = storage,
                    ["Patchwork__Url"] = patchwork.Url.ToString(),
                    ["Patchwork__Since"] = "beginning",
                },
            }
        );
        await app.WaitUntilIdleAsync(new CancellationTokenSource(Deadline.Span).Token);
        await app.Services.GetRequiredService<Snapshots>().RunAsync(default);
        using var client = new HttpClient { BaseAddress = app.Url };
        using var subscribed = await client.PostAsync(
            "webhooks/subscriptions",
            new StringContent("""{"url": "https://ci.example.org/hook"}""", Encoding.UTF8, "application/json")
        );
        subscribed.EnsureSuccessStatusCode();
        var archive = app.Services.GetRequiredService<ArchiveStorage>();
        await archive.Mboxes.UploadBlobAsync("payloads/large.json.br", BinaryData.FromString("1"));

        var endings = Endings(archive);
        var service = new BlobServiceClient(storage);
        List<(string Container, string Name)> blobs = [];
        await foreach (var container in service.GetBlobContainersAsync())
        {
            await foreach (var blob in service.GetBlobContainerClient(container.Name).GetBlobsAsync())
                blobs.Add((container.Name, blob.Name));
        }

        Assert.Equal(
            endings.Keys.Order(StringComparer.Ordinal),
            blobs.Select(blob => blob.Container).Distinct().Order(StringComparer.Ordinal)
        );
        Assert.All(
            blobs,
            blob =>
                Assert.Contains(endings[blob.Container], ending => blob.Name.EndsWith(ending, StringComparison.Ordinal))
        );
        Assert.Equal(blobs.Count, blobs.DistinctBy(blob => blob.Name).Count());
    }

    private static Dictionary<string, IReadOnlyList<string>> Endings(ArchiveStorage storage) =>
        new(
            storage
                .BlobSuffixes.Select(container => KeyValuePair.Create(container.Key.Name, container.Value))
                .Append(Timers)
        );
}
