using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Hookwork.Archive;
using Hookwork.Archive.Resources;
using Hookwork.Tests.Pages;
using Hookwork.Tests.Recorded;

namespace Hookwork.Tests.Api;

[Collection(ServedArchive.Collection)]
public sealed class SiteTests(ServedArchive archive) : IDisposable
{
    private const string MessageId = "20260327025228.474257-5-zhenzhong.duan@intel.com";

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        BaseAddress = archive.Client.BaseAddress,
    };

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Every_mbox_is_byte_for_byte_the_recording_with_its_headers()
    {
        var count = 0;
        foreach (var mbox in Exchanges.Read("mboxes"))
        {
            using var answer = await _client.GetAsync((string)mbox["url"]!);

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal((string)mbox["content_type"]!, answer.Content.Headers.GetValues("Content-Type").Single());
            Assert.Equal(
                (string)mbox["content_disposition"]!,
                answer.Content.Headers.GetValues("Content-Disposition").Single()
            );
            Assert.Equal(Encoding.UTF8.GetBytes((string)mbox["body"]!), await answer.Content.ReadAsByteArrayAsync());
            count++;
        }
        Assert.Equal(644, count);
    }

    [Theory]
    [InlineData("?series=*", 200)]
    [InlineData("?series=484005", 200)]
    [InlineData("?series=484006&series=*", 200)]
    [InlineData("?series=%20484005", 200)]
    [InlineData("?series=484006", 404)]
    [InlineData("?series=x", 404)]
    public async Task A_patch_comes_after_those_before_it_in_its_series(string query, int status)
    {
        var patch = JsonNode.Parse(await _client.GetStringAsync("/api/patches/2170027/"))!;
        using var answer = await _client.GetAsync(new Uri((string)patch["mbox"]!).AbsolutePath + query);

        Assert.Equal(status, (int)answer.StatusCode);
        if (status == 200)
        {
            var mboxes = new List<string>();
            foreach (var id in new[] { 2170025, 2170026, 2170027 })
                mboxes.Add(
                    await _client.GetStringAsync(
                        new Uri((string)JsonNode.Parse(await _client.GetStringAsync($"/api/patches/{id}/"))!["mbox"]!)
                    )
                );
            Assert.Equal(string.Join('\n', mboxes), await answer.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task A_series_never_looks_complete_without_a_patch()
    {
        await using var own = await ServedArchive.StartAsync(visibleEvents: 25);
        var mbox = (string)JsonNode.Parse(await own.Client.GetStringAsync("/api/patches/2170000/"))!["mbox"]!;
        Assert.Equal(HttpStatusCode.OK, (await own.Client.GetAsync("/series/484000/mbox/")).StatusCode);

        // Its mboxes were removed after their rows were read.
        var members = JsonNode.Parse(await own.Client.GetStringAsync("/api/series/484000/"))!["patches"]!.AsArray();
        foreach (var member in members)
            await own.Deployment.Get<MboxStore>().DeleteAsync(14, ResourceKind.Patch, (long)member!["id"]!, default);
        using var removed = await own.Client.GetAsync("/series/484000/mbox/");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, removed.StatusCode);
        Assert.Equal("text/html", removed.Content.Headers.ContentType?.MediaType);
        Assert.Null(removed.Content.Headers.ContentDisposition);

        // It was archived before the patch joined it, so nothing says which patches come before.
        await ChangeAsync(patches => patches.Remove(patches.Single(patch => (long)patch!["id"]! == 2170000)));
        Assert.Equal(HttpStatusCode.NotFound, (await own.Client.GetAsync(mbox + "?series=*")).StatusCode);

        // It was archived before a patch of it.
        await ChangeAsync(patches => patches[0]!["id"] = 1);
        using var answer = await own.Client.GetAsync("/series/484000/mbox/");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(5), answer.Headers.RetryAfter?.Delta);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());

        async Task ChangeAsync(Action<JsonArray> change)
        {
            var resources = own.Deployment.Get<ResourceStore>();
            var (row, json) = (await resources.ReadAsync(ResourceKind.Series, 484000, default))!.Value;
            var series = JsonNode.Parse(json)!;
            change(series["patches"]!.AsArray());
            Assert.True(
                await resources.TryWriteAsync(
                    ResourceKind.Series,
                    484000,
                    row,
                    14,
                    Encoding.UTF8.GetBytes(series.ToJsonString()),
                    new Dictionary<string, object?>(StringComparer.Ordinal),
                    default
                )
            );
        }
    }

    [Theory]
    [InlineData("?series=")]
    [InlineData("?series=484005&series=")]
    public async Task A_patch_comes_alone_where_no_series_is_named(string query)
    {
        var path = $"/project/qemu-devel/patch/{MessageId}/mbox/";

        Assert.Equal(await _client.GetByteArrayAsync(path), await _client.GetByteArrayAsync(path + query));
    }

    [Fact]
    public async Task A_diff_comes_without_its_mail()
    {
        using var answer = await _client.GetAsync($"/project/qemu-devel/patch/{MessageId}/raw/");

        Assert.Equal("text/x-patch", answer.Content.Headers.ContentType?.ToString());
        Assert.EndsWith(".diff", answer.Content.Headers.ContentDisposition?.FileName, StringComparison.Ordinal);
        Assert.Equal(
            (string?)JsonNode.Parse(await _client.GetStringAsync("/api/patches/2216659/"))!["diff"],
            await answer.Content.ReadAsStringAsync()
        );
    }

    [Theory]
    [InlineData("/patch/2216659/", $"/project/qemu-devel/patch/{MessageId}/")]
    [InlineData("/patch/2216659/mbox/", $"/project/qemu-devel/patch/{MessageId}/mbox/")]
    [InlineData(
        "/cover/2160003/mbox/",
        "/project/qemu-devel/cover/20251207022400.728685-1-ingrid.solberg@fjordsys.example/mbox/"
    )]
    [InlineData(
        "/comment/3600005/",
        "/project/qemu-devel/patch/20251201165500.1207556-3-dvolkov@nevahost.example/#3600005"
    )]
    [InlineData(
        "/comment/3700000/",
        "/project/qemu-devel/cover/20251201165500.1207556-1-dvolkov@nevahost.example/#3700000"
    )]
    [InlineData("/patch/2216659/raw/", $"/project/qemu-devel/patch/{MessageId}/raw/")]
    [InlineData($"/project/qemu-devel/cover/{MessageId}/", $"/project/qemu-devel/patch/{MessageId}/")]
    [InlineData(
        "/project/qemu-devel/patch/20251201165500.1207556-1-dvolkov@nevahost.example/",
        "/project/qemu-devel/cover/20251201165500.1207556-1-dvolkov@nevahost.example/"
    )]
    [InlineData("/project/qemu-devel/", "/project/qemu-devel/list/")]
    public async Task Short_addresses_lead_to_long_ones(string path, string target)
    {
        using var answer = await _client.GetAsync(path);

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal(target, answer.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData($"/project/qemu-devel/patch/{MessageId}/", "PRQ")]
    [InlineData("/project/qemu-devel/cover/20251207022400.728685-1-ingrid.solberg@fjordsys.example/", "vhost-user")]
    [InlineData("/project/qemu-devel/list/?series=497680", "PRQ")]
    [InlineData("/series/497680/", "PRQ")]
    [InlineData("/api/patches/2216659/?format=api", "PRQ")]
    [InlineData("/api/patches/?series=497680&project=14&format=api", "PRQ")]
    [InlineData("/api/?format=api", "/api/patches/")]
    public async Task A_browser_gets_a_page(string path, string text)
    {
        using var answer = await _client.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.Contains(text, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_text_of_a_mail_becomes_markup_of_a_page()
    {
        var count = 0;
        foreach (
            var patch in Exchanges
                .Read("patches")
                .Where(patch => $"{patch["name"]}{patch["content"]}".Contains('<', StringComparison.Ordinal))
                .Take(60)
        )
        {
            foreach (
                var path in new[]
                {
                    new Uri((string)patch["web_url"]!).AbsolutePath,
                    $"/api/patches/{patch["id"]}/?format=api",
                }
            )
            {
                var page = await _client.GetStringAsync(path);
                Assert.DoesNotContain("<script", OwnScript.Without(page), StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain("@intel.com>", page, StringComparison.Ordinal);
                count++;
            }
        }
        Assert.InRange(count, 20, 200);
    }

    [Theory]
    [InlineData("/project/qemu-devel/patch/nobody@nowhere/")]
    [InlineData("/project/nosuch/list/")]
    [InlineData("/project/nosuch/series/")]
    [InlineData("/project/nosuch/")]
    [InlineData("/person/1/")]
    [InlineData("/series/497680/diff/1/")]
    [InlineData("/patch/1/")]
    [InlineData("/series/1/mbox/")]
    [InlineData("/series/1/")]
    [InlineData("/comment/1/")]
    [InlineData("/cover/2216659/mbox/")]
    public async Task What_is_not_there_is_a_page_that_says_so(string path)
    {
        using var answer = await _client.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
    }

    [Fact]
    public async Task An_mbox_that_did_not_change_is_not_sent_again()
    {
        var path = $"/project/qemu-devel/patch/{MessageId}/mbox/";
        using var first = await _client.GetAsync(path);
        using var second = await _client.GetAsync(path, "If-None-Match", first.Headers.ETag!.ToString());

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync());
    }
}
