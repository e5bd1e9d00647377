using System.Text;
using Azure.Data.Tables;
using Hookwork.Archive.Resources;
using Hookwork.Recorded;
using Hookwork.Tests.Ingest;

namespace Hookwork.Tests.Archive;

public sealed class PackedJsonTests
{
    [Fact]
    public async Task JSON_of_any_size_reads_back_as_it_was_written()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        var table = deployment.Archive.Projects;
        foreach (
            var (size, parts) in new[]
            {
                (10, 1),
                (60_000, 1),
                (200_000, 2),
                (800_000, 9),
                (1_500_000, 0),
                (5_000_000, 0),
            }
        )
        {
            var json = RandomJson(size);

            // Overwrites a value of the largest number of parts.
            foreach (var each in new[] { RandomJson(800_000), json })
            {
                var entity = new TableEntity("test", "test");
                await PackedJson.WriteAsync(entity, each, deployment.Archive, "test.json.br", default);
                await table.UpsertEntityAsync(entity, TableUpdateMode.Merge);
            }

            var row = (await table.GetEntityAsync<TableEntity>("test", "test")).Value;
            Assert.Equal((size, parts == 0), (size, row.GetInt32("JsonParts") == 0));
            Assert.True(row.GetInt32("JsonParts") >= parts, $"{size} bytes are {row.GetInt32("JsonParts")} parts");
            Assert.Equal(json, await PackedJson.ReadAsync(row, deployment.Archive, default));
        }
    }

    /// <summary>Random Base64, which Brotli compresses by only a quarter.</summary>
    private static byte[] RandomJson(int size)
    {
        var noise = new byte[size * 3 / 4];
        new Random(size).NextBytes(noise);
        return Encoding.UTF8.GetBytes($"\"{Convert.ToBase64String(noise)}\"");
    }
}
