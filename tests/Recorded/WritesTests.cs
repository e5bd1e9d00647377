using System.Text.Json.Nodes;
using Hookwork.Hosting;
using Hookwork.Recorded;

namespace Hookwork.Tests.Recorded;

public sealed class WritesTests
{
    private const string Patch = "/api/patches/2216659/";

    [Fact]
    public async Task A_changed_state_stays_is_filtered_by_and_raises_an_event()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        using var web = new Web(patchwork);
        var accepted = (await web.WalkAsync("/api/patches/?state=accepted")).Count;

        var (status, _) = await web.SendAsync(
            "PATCH",
            Patch,
            new JsonObject { ["state"] = "accepted", ["delegate"] = 2 }
        );

        Assert.Equal(200, status);
        Assert.Equal("accepted", (string?)(await web.JsonAsync(Patch))["state"]);
        Assert.Equal("lucia", (string?)(await web.JsonAsync("/api/1.1/patches/2216659/"))["delegate"]!["username"]);
        Assert.Equal(accepted + 1, (await web.WalkAsync("/api/patches/?state=accepted")).Count);
        var events = await web.JsonAsync("/api/events/?per_page=2");
        Assert.Equal(
            ["patch-delegated", "patch-state-changed"],
            events.AsArray().Select(each => (string?)each!["category"])
        );
        Assert.Equal(9102409, (long)events[1]!["id"]!);
        Assert.Equal("amara", (string?)events[1]!["actor"]!["username"]);
        Assert.Equal("new", (string?)events[1]!["payload"]!["previous_state"]);
        Assert.Equal("accepted", (string?)events[1]!["payload"]!["current_state"]);
        Assert.Null(events[0]!["payload"]!["previous_delegate"]);
        Assert.Equal(
            ["id", "url", "web_url", "msgid", "list_archive_url", "date", "name", "mbox"],
            events[0]!["payload"]!["patch"]!.AsObject().Select(field => field.Key)
        );
    }

    [Fact]
    public async Task An_mbox_names_the_new_delegate()
    {
        const string Mbox = "/project/qemu-devel/patch/20260327025228.474257-5-zhenzhong.duan@intel.com/mbox/";
        await using var patchwork = await RecordedPatchwork.StartAsync();
        using var web = new Web(patchwork);
        var before = System.Text.Encoding.UTF8.GetString(await web.BytesAsync(Mbox));
        await web.SendAsync("PATCH", Patch, new JsonObject { ["delegate"] = 1 });
        var after = System.Text.Encoding.UTF8.GetString(await web.BytesAsync(Mbox));
        Assert.Equal(before, after.Replace("X-Patchwork-Delegate: amara@example.org\n", "", StringComparison.Ordinal));
        Assert.NotEqual(before, after);
    }

    [Fact]
    public async Task Nothing_changed_raises_nothing()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        using var web = new Web(patchwork);
        await web.SendAsync(
            "PATCH",
            Patch,
            new JsonObject
            {
                ["state"] = "new",
                ["archived"] = true,
                ["commit_ref"] = "abc",
            }
        );
        Assert.Equal(9102408, (long)(await web.JsonAsync("/api/events/?per_page=1"))[0]!["id"]!);
        Assert.Equal("abc", (string?)(await web.JsonAsync(Patch))["commit_ref"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_check_of_JSON_or_a_form_counts_at_once(bool isForm)
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        using var web = new Web(patchwork);
        using var message = new HttpRequestMessage(HttpMethod.Post, Patch + "checks/");
        message.Headers.Authorization = new("Token", "cibot-token");
        message.Content = isForm
            ? new FormUrlEncodedContent([new("state", "fail"), new("context", "boot")])
            : new StringContent("""{"state":"fail","context":"boot"}""", System.Text.Encoding.UTF8, "application/json");

        using var response = await web.SendAsync(message);

        Assert.Equal(201, (int)response.StatusCode);
        Assert.Equal(web.Origin + Patch + "checks/140430/", response.Headers.Location?.ToString());
        Assert.Equal("fail", (string?)(await web.JsonAsync(Patch))["check"]);
        var check = (await web.JsonAsync(Patch + "checks/"))[0]!;
        Assert.Equal("boot", (string?)check["context"]);
        Assert.Null(check["target_url"]);
        var raised = (await web.JsonAsync("/api/events/?per_page=1"))[0]!;
        Assert.Equal("check-created", (string?)raised["category"]);
        Assert.Equal(140430, (long)raised["payload"]!["check"]!["id"]!);
        var later = await web.SendAsync(
            "POST",
            Patch + "checks/",
            new JsonObject { ["state"] = "success", ["context"] = "boot" }
        );
        Assert.Equal("success", (string?)later.Json!["state"]);
        Assert.Equal("fail", (string?)(await web.JsonAsync(Patch))["check"]);
    }

    [Theory]
    [InlineData("patches/2170001/comments/3600007")]
    [InlineData("covers/2160002/comments/3700002")]
    public async Task A_comment_can_be_addressed(string comment)
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        using var web = new Web(patchwork);
        var addressed = new JsonObject { ["addressed"] = true };
        Assert.Equal(403, (await web.SendAsync("PATCH", $"/api/{comment}/", addressed, user: null)).Status);
        Assert.Equal(
            400,
            (await web.SendAsync("PATCH", $"/api/{comment}/", new JsonObject { ["addressed"] = "perhaps" })).Status
        );
        var (status, json) = await web.SendAsync("PATCH", $"/api/1.3/{comment}/", addressed);
        Assert.Equal(200, status);
        Assert.True((bool)json!["addressed"]!);
        Assert.True((bool)(await web.JsonAsync($"/api/{comment}/"))["addressed"]!);
    }

    [Fact]
    public async Task A_relation_holds_both_ways_and_ends_both_ways()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        using var web = new Web(patchwork);
        await web.SendAsync("PATCH", Patch, new JsonObject { ["related"] = new JsonArray(2216269) });
        Assert.Equal(2216659, (long)(await web.JsonAsync("/api/patches/2216269/"))["related"]![0]!["id"]!);
        Assert.Equal(2, (await web.WalkAsync("/api/events/?category=patch-relation-changed&since=2026-04-01")).Count);
        Assert.Equal(
            409,
            (await web.SendAsync("PATCH", Patch, new JsonObject { ["related"] = new JsonArray(2170010) })).Status
        );

        await web.SendAsync("PATCH", "/api/patches/2216269/", new JsonObject { ["related"] = new JsonArray() });
        Assert.Empty((await web.JsonAsync(Patch))["related"]!.AsArray());
    }

    [Fact]
    public async Task A_token_that_nobody_has_is_refused()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        using var web = new Web(patchwork);
        var (status, json) = await web.SendAsync("GET", Patch, null, "nobody");
        Assert.Equal(403, status);
        Assert.Equal("Invalid token.", (string?)json!["detail"]);
    }

    [Fact]
    public async Task Malformed_JSON_is_the_callers_error()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        using var web = new Web(patchwork);
        using var message = new HttpRequestMessage(HttpMethod.Patch, Patch);
        message.Headers.Authorization = new("Token", "amara-token");
        message.Content = new StringContent("{", System.Text.Encoding.UTF8, "application/json");
        using var response = await web.SendAsync(message);
        Assert.Equal(400, (int)response.StatusCode);
    }
}
