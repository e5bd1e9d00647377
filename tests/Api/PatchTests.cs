using System.Net;
using System.Text.Json.Nodes;
using Hookwork.Archive.Resources;
using Hookwork.Catalog;
using Hookwork.Tests.Catalog;
using Hookwork.Tests.Ingest;
using Hookwork.Tests.Recorded;

namespace Hookwork.Tests.Api;

[Collection(ServedArchive.Collection)]
public sealed class PatchTests(ServedArchive archive)
{
    private readonly HttpClient _client = archive.Client;

    [Fact]
    public async Task Every_patch_equals_the_recording()
    {
        var count = 0;
        foreach (var patch in Exchanges.Read("patches"))
        {
            var expected = patch
                .ToJsonString()
                .Replace($"{Exchanges.Origin}/", _client.BaseAddress!.ToString(), StringComparison.Ordinal);
            var answer = await _client.GetStringAsync($"api/patches/{patch["id"]}/");
            Assert.Equal(expected, JsonNode.Parse(answer)!.ToJsonString());
            count++;
        }
        Assert.Equal(434, count);
    }

    [Theory]
    [InlineData("api/patches/2170001/comments/3600005/", 200)]
    [InlineData("api/patches/2170001/comments/1/", 404)]
    [InlineData("api/patches/1/comments/3600005/", 404)]
    [InlineData("api/covers/2160002/comments/3700002/", 200)]
    public async Task A_comment_is_read_without_the_others(string path, int status)
    {
        var wire = new Wire();
        await using var other = await Deployment.StartAsync(
            archive.Patchwork.Url,
            archive.Deployment.Storage,
            policy: wire
        );
        await using var server = await ServedDeployment.StartAsync(other);
        // A catalog reads comments too.
        foreach (var project in await other.Get<ProjectNames>().AllAsync(default))
            (await other.Get<Catalogs>().UseNewestAsync(project.Id, default)).Dispose();
        wire.Requests.Clear();

        using var answer = await server.Client.GetAsync(path);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains(wire.Requests, request => request.Contains("/Comments(", StringComparison.Ordinal));
        Assert.DoesNotContain(wire.Requests, request => request.Contains("/Comments()", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(2175431)]
    [InlineData(2194494)]
    [InlineData(2194893)]
    [InlineData(2216269)]
    [InlineData(2216659)]
    public async Task The_patches_of_the_mission_are_there(long id)
    {
        var patch = JsonNode.Parse(await _client.GetStringAsync($"api/patches/{id}/"))!;

        Assert.Equal("qemu-devel", patch["project"]!["link_name"]!.GetValue<string>());
        Assert.StartsWith("diff --git ", patch["diff"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/patches/1/", 404)]
    [InlineData("/api/patches/99999999999999999999/", 404)]
    [InlineData("/api/patches/abc/", 404)]
    [InlineData("/project/qemu-devel/patch/nobody@nowhere/mbox/", 404)]
    [InlineData("/project/nosuch/patch/20251201165500.1207556-2-dvolkov@nevahost.example/mbox/", 404)]
    [InlineData("/project/uboot/patch/20251201165500.1207556-2-dvolkov@nevahost.example/mbox/", 404)]
    [InlineData("/project/qemu-devel/patch/%0d%0a'%20or%201%20eq%201/mbox/", 404)]
    [InlineData("/health/live", 200)]
    [InlineData("/nosuch", 404)]
    public async Task Answers_what_is_not_there_clearly(string path, int status)
    {
        using var answer = await _client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal((HttpStatusCode)status, answer.StatusCode);
    }

    [Fact]
    public async Task Status_tells_how_ingest_stands()
    {
        // The tests of the collection may take longer than a poll counts.
        await archive.Deployment.PollAsync();
        var status = JsonNode.Parse(await _client.GetStringAsync("status"))!;

        Assert.False(status["blocked"]!.GetValue<bool>());
        var qemu = status["projects"]!
            .AsArray()
            .Single(project => project!["name"]!.GetValue<string>() == "qemu-devel")!;
        Assert.Equal(1832, qemu["events"]!["done"]!.GetValue<int>());
        Assert.Null(qemu["lastError"]);
        Assert.InRange(qemu["lagSeconds"]!.GetValue<double>(), 0, 300);
        Assert.Equal(
            [
                "refresh",
                "refresh-poison",
                "deliveries",
                "deliveries-poison",
                "deliveries-later",
                "deliveries-later-poison",
            ],
            status["queues"]!.AsArray().Select(queue => queue!["name"]!.GetValue<string>())
        );
        Assert.Empty(status["failures"]!.AsArray());
    }
}
