using System.Net.Http.Json;
using System.Text.Json;
using Hookwork.Recorded;

namespace Hookwork.Tests.Recorded;

public sealed class CopiesTests
{
    private const int Copies = 3;
    private const int Events = 2409;

    [Fact]
    public async Task Copies_of_the_recording_follow_each_other()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(
            new RecordedPatchworkOptions { Copies = Copies }
        );
        using var client = new HttpClient { BaseAddress = patchwork.Url };

        var events = await AllAsync(client, "api/1.3/events/?order=date&per_page=250");

        Assert.Equal(Copies * Events, events.Count);
        Assert.Equal(events.Count, events.Select(Id).Distinct().Count());
        // The recording ends in March 2026, and the copies before it 150 and 300 days earlier.
        Assert.Equal(
            ["2025-06", "2025-10", "2026-03"],
            events.Chunk(Events).Select(copy => copy[^1].GetProperty("date").GetString()![..7])
        );
    }

    [Fact]
    public async Task Each_copy_has_its_own_patches_and_mails()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(
            new RecordedPatchworkOptions { Copies = Copies }
        );
        using var client = new HttpClient { BaseAddress = patchwork.Url };

        var patches = await AllAsync(client, "api/1.3/patches/?per_page=250");

        Assert.Equal(Copies * 434, patches.Count);
        Assert.Equal(
            patches.Count,
            patches
                .Select(patch => (Id(patch.GetProperty("project")), patch.GetProperty("msgid").GetString()))
                .Distinct()
                .Count()
        );
        foreach (var patch in patches.Where((_, at) => at % 50 == 0))
        {
            var mbox = await client.GetStringAsync(patch.GetProperty("mbox").GetString());
            Assert.Contains($"\nX-Patchwork-Id: {Id(patch)}\n", mbox, StringComparison.Ordinal);
            Assert.Contains(
                $"\nMessage-ID: {patch.GetProperty("msgid").GetString()}\n",
                mbox,
                StringComparison.Ordinal
            );
            var series = await client.GetFromJsonAsync<JsonElement>(
                patch.GetProperty("series")[0].GetProperty("url").GetString()
            );
            Assert.Contains(Id(patch), series.GetProperty("patches").EnumerateArray().Select(Id));
        }
    }

    private static long Id(JsonElement item) => item.GetProperty("id").GetInt64();

    private static async Task<IReadOnlyList<JsonElement>> AllAsync(HttpClient client, string path)
    {
        List<JsonElement> all = [];
        for (var page = 1; ; page++)
        {
            using var answer = await client.GetAsync($"{path}&page={page}");
            all.AddRange(await answer.Content.ReadFromJsonAsync<JsonElement[]>() ?? []);
            if (!answer.Headers.GetValues("Link").Any(link => link.Contains("rel=\"next\"", StringComparison.Ordinal)))
                return all;
        }
    }
}
