using System.Text;
using System.Text.Json.Nodes;
using Hookwork.Hosting;
using Hookwork.Recorded;

namespace Hookwork.Tests.Recorded;

public sealed class ResourcesTests
{
    [Theory]
    [InlineData("projects")]
    [InlineData("patches")]
    [InlineData("covers")]
    [InlineData("series")]
    public async Task Serves_each_resource_as_it_was_recorded(string name)
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        using var web = new Web(patchwork);
        foreach (var recorded in Exchanges.Read(name))
            AssertSame(recorded, await web.JsonAsync($"/api/{name}/{recorded["id"]}/"));
    }

    [Theory]
    [InlineData("patch-comments", "patch", "patches", "comments")]
    [InlineData("cover-comments", "cover", "covers", "comments")]
    [InlineData("checks", "patch", "patches", "checks")]
    public async Task Serves_comments_and_checks_as_they_were_recorded(
        string file,
        string owner,
        string path,
        string list
    )
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        using var web = new Web(patchwork);
        foreach (var recorded in Exchanges.Read(file))
        {
            AssertSame(recorded[list]!, await web.JsonAsync($"/api/{path}/{recorded[owner]}/{list}/"));
            foreach (var item in recorded[list]!.AsArray())
                AssertSame(item!, await web.JsonAsync($"/api/{path}/{recorded[owner]}/{list}/{item!["id"]}/"));
        }
    }

    [Fact]
    public async Task Serves_people_and_users_to_those_with_a_token()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        using var web = new Web(patchwork);
        foreach (var name in new[] { "people", "users" })
        {
            var (status, json) = await web.SendAsync("GET", $"/api/{name}/", null, "lucia");
            Assert.Equal(200, status);
            AssertSame(new JsonArray([.. Exchanges.Read(name)]), json!);
            Assert.Equal(403, await web.StatusAsync($"/api/{name}/"));
        }
    }

    [Fact]
    public async Task Serves_each_mbox_byte_for_byte()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        using var web = new Web(patchwork);
        foreach (var recorded in Exchanges.Read("mboxes"))
        {
            using var response = await web.GetAsync((string)recorded["url"]!);
            Assert.Equal(
                (string)recorded["content_type"]!,
                response.Content.Headers.GetValues("Content-Type").Single()
            );
            Assert.Equal(
                (string)recorded["content_disposition"]!,
                response.Content.Headers.GetValues("Content-Disposition").Single()
            );
            Assert.Equal(
                Encoding.UTF8.GetBytes((string)recorded["body"]!),
                await response.Content.ReadAsByteArrayAsync()
            );
        }
    }

    [Fact]
    public async Task Leads_from_a_patch_or_cover_id_to_its_mbox()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        using var web = new Web(patchwork);
        foreach (
            var (path, place) in new[]
            {
                (
                    "/patch/2216659/mbox/",
                    "/project/qemu-devel/patch/20260327025228.474257-5-zhenzhong.duan@intel.com/mbox/"
                ),
                (
                    "/cover/2160000/mbox/",
                    "/project/qemu-devel/cover/20251201165500.1207556-1-dvolkov@nevahost.example/mbox/"
                ),
            }
        )
        {
            using var response = await web.GetAsync(path);
            Assert.Equal(302, (int)response.StatusCode);
            Assert.Equal(place, response.Headers.Location?.OriginalString);
            Assert.Equal(200, await web.StatusAsync(place.Replace("@", "%40", StringComparison.Ordinal)));
        }
    }

    [Theory]
    [InlineData("order=date&per_page=250")]
    [InlineData("per_page=7")]
    [InlineData("order=-date&per_page=1000")]
    public async Task Walking_the_pages_yields_each_event_once(string query)
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        using var web = new Web(patchwork);
        var events = await web.WalkAsync("/api/events/?" + query);
        var recorded = Exchanges.Read("events");
        if (!query.StartsWith("order=date", StringComparison.Ordinal))
            events.Reverse();
        AssertSame(new JsonArray([.. recorded]), new JsonArray([.. events]));
    }

    [Fact]
    public async Task Lists_agree_with_details()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        using var web = new Web(patchwork);
        foreach (var version in new[] { "", "1.0/", "1.1/", "1.2/", "1.3/" })
        {
            foreach (var listed in await web.WalkAsync($"/api/{version}patches/?project=uboot&per_page=250"))
            {
                var detail = await web.JsonAsync($"/api/{version}patches/{listed["id"]}/");
                foreach (var (field, value) in listed.AsObject())
                    Assert.True(JsonNode.DeepEquals(value, detail[field]), field);
            }
        }
    }

    private static void AssertSame(JsonNode expected, JsonNode actual) =>
        Assert.Equal(expected.ToJsonString(), actual.ToJsonString());
}
