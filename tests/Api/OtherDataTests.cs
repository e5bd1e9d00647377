using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Hookwork.Archive.Cursors;
using Hookwork.Recorded;
using Hookwork.Tests.Ingest;

namespace Hookwork.Tests.Api;

/// <summary>Data that servers may have but the recording lacks.</summary>
public sealed class OtherDataTests(OtherDataTests.Server server) : IClassFixture<OtherDataTests.Server>, IDisposable
{
    private const long Slashed = 2170000;
    private const long SlashedCover = 2160001;
    private const long Escaped = 2170001;
    private const long EscapedSlash = 2170004;
    private const long EscapedSlashCover = 2160005;
    private const long Odd = 2170003;
    private const long UBoot = 2175503;
    private const long Deleted = 2170009;
    private const string OddText = "Odd\u00a0<b>'&+/\\\"\u007f\u200b\u00ad 中😀\u001b\u2028\t.";
    private const string OddJson = "Odd\u00a0<b>'&+/\\\\\\\"\u007f\u200b\u00ad 中😀\\u001b\\u2028\\t.";

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        BaseAddress = server.Client.BaseAddress,
    };

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData("with/slashes/and&+@host/x", Slashed)]
    [InlineData("with%2Fslashes%2fand&+@host%2Fx", Slashed)]
    [InlineData("per%25cent%2541@host", Escaped)]
    public async Task A_message_id_may_have_any_character(string messageId, long id)
    {
        var patch = JsonNode.Parse(await _client.GetStringAsync($"/api/patches/{id}/"))!;
        var page = $"/project/qemu-devel/patch/{messageId}/";

        Assert.Contains(
            (string)patch["name"]!,
            WebUtility.HtmlDecode(await _client.GetStringAsync(page)),
            StringComparison.Ordinal
        );
        Assert.Contains(
            $"X-Patchwork-Id: {id}\n",
            await _client.GetStringAsync(page + "mbox/"),
            StringComparison.Ordinal
        );
        Assert.Equal((string)patch["diff"]!, await _client.GetStringAsync(page + "raw/"));
        using var unfinished = await _client.GetAsync(page + "mbox");
        Assert.Equal(HttpStatusCode.MovedPermanently, unfinished.StatusCode);
        Assert.Equal(
            $"X-Patchwork-Id: {id}",
            (await _client.GetStringAsync(unfinished.Headers.Location))
                .Split('\n')
                .First(line => line.StartsWith("X-Patchwork-Id:", StringComparison.Ordinal))
        );
    }

    [Theory]
    [InlineData("a/slash@host")]
    [InlineData("a%2Fslash@host")]
    [InlineData("a%252Fslash@host")]
    public async Task A_cover_letter_may_have_a_slash_in_its_Message_ID(string messageId)
    {
        var page = $"/project/qemu-devel/cover/{messageId}/";

        foreach (var address in new[] { page, page + "mbox/" })
            Assert.Contains("slave channel", await _client.GetStringAsync(address), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("patch", "patches", EscapedSlash)]
    [InlineData("cover", "covers", EscapedSlashCover)]
    public async Task A_Message_ID_may_have_an_escaped_slash_itself(string kind, string kinds, long id)
    {
        var page = $"/project/qemu-devel/{kind}/an%252Fescape@host/";
        var name = (string)JsonNode.Parse(await _client.GetStringAsync($"/api/{kinds}/{id}/"))!["name"]!;

        Assert.Contains(name, WebUtility.HtmlDecode(await _client.GetStringAsync(page)), StringComparison.Ordinal);
        Assert.Contains(
            $"X-Patchwork-Id: {id}\n",
            await _client.GetStringAsync(page + "mbox/"),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("/project/qemu-devel/thread/an%252Fescape@host/")]
    [InlineData("/inbox/qemu-devel/an%252Fescape@host/raw")]
    [InlineData("/inbox/qemu-devel/an%252Fescape@host/t.mbox.gz")]
    [InlineData("/inbox/all/an%252Fescape@host/t.atom")]
    public async Task A_thread_is_found_by_a_Message_ID_with_an_escaped_slash(string path)
    {
        using var answer = await _client.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("/api/patches/2170003/")]
    [InlineData("/api/1.0/patches/?order=id&per_page=1&page=4")]
    [InlineData("/search?q=b:odd")]
    public async Task Text_has_only_the_escapes_that_Patchwork_writes(string path)
    {
        var shown = await _client.GetStringAsync(path);
        Assert.Contains(OddJson, shown, StringComparison.Ordinal);

        using var upstream = new HttpClient { BaseAddress = server.Patchwork.Url };
        if (path.StartsWith("/api/", StringComparison.Ordinal))
            Assert.Equal(
                await upstream.GetStringAsync(path),
                shown.Replace(
                    _client.BaseAddress!.ToString(),
                    upstream.BaseAddress.ToString(),
                    StringComparison.Ordinal
                )
            );
    }

    /// <summary>A maintainer's id is the id of a profile, not of a user.</summary>
    [Theory]
    [InlineData("/api/projects/14/")]
    [InlineData("/api/1.0/projects/")]
    [InlineData("/api/events/?per_page=250")]
    [InlineData("/api/users/")]
    public async Task Maintainers_are_not_taken_for_the_users_with_their_numbers(string path)
    {
        using var upstream = new HttpClient { BaseAddress = server.Patchwork.Url };
        foreach (var client in new[] { upstream, _client })
            client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Token amara-token");

        var said = await upstream.GetStringAsync(path);
        Assert.Equal(
            said.Replace(upstream.BaseAddress.ToString(), _client.BaseAddress!.ToString(), StringComparison.Ordinal),
            await _client.GetStringAsync(path)
        );
    }

    [Fact]
    public async Task A_relation_with_a_patch_of_another_project_shows_on_both_sides_and_in_one_list_each()
    {
        var listed = JsonNode
            .Parse(await _client.GetStringAsync("/api/patches/?order=-id&per_page=250"))!
            .AsArray()
            .ToLookup(patch => (long)patch!["id"]!);

        foreach (var (one, other) in new[] { (Slashed, UBoot), (UBoot, Slashed) })
        {
            Assert.Equal(other, (long)Assert.Single(Assert.Single(listed[one])!["related"]!.AsArray())!["id"]!);
            Assert.Equal(
                other,
                (long)
                    Assert.Single(
                        JsonNode.Parse(await _client.GetStringAsync($"/api/patches/{one}/"))!["related"]!.AsArray()
                    )!["id"]!
            );
        }
        Assert.All(listed, patch => Assert.Single(patch));
        Assert.Equal(
            UBoot,
            (long)
                Assert.Single(
                    JsonNode
                        .Parse(
                            await _client.GetStringAsync($"/api/patches/?project=uboot&msgid={server.UBootMessageId}")
                        )!
                        .AsArray()
                )!["id"]!
        );
    }

    [Theory]
    [InlineData("name", 484002, 484001)]
    [InlineData("-name", 484001, 484002)]
    public async Task Series_without_a_name_come_last(string order, long first, long last)
    {
        var ids = JsonNode
            .Parse(await _client.GetStringAsync($"/api/series/?per_page=250&order={order}"))!
            .AsArray()
            .Select(series => (long)series!["id"]!)
            .ToList();

        Assert.Equal((first, last), (ids[0], ids[^1]));
    }

    [Theory]
    [InlineData(484001)]
    [InlineData(484002)]
    public async Task Series_without_a_name_are_files_with_one(long id)
    {
        using var answer = await _client.GetAsync($"/series/{id}/mbox/");

        Assert.Equal(
            $"attachment; filename=Untitled-series-{id}.patch",
            answer.Content.Headers.GetValues("Content-Disposition").Single()
        );
    }

    [Theory]
    [InlineData("/api/patches/?state=new&state=13", "/api/patches/?state=new")]
    [InlineData("/api/patches/?state=queued&state=new", "/api/patches/?state=new")]
    [InlineData("/api/patches/?q=%C3%BCML%C3%84UT%09%C3%89", "/api/patches/?msgid=per%25cent%2541@host")]
    [InlineData("/api/patches/?q=%00%C3%9Cml%C3%A4ut", "/api/patches/?msgid=per%25cent%2541@host")]
    [InlineData("/api/patches/?msgid=+per%25cent%2541@host+", "/api/patches/?msgid=per%25cent%2541@host")]
    [InlineData(
        "/api/1.0/covers/?msgid=20251201165500.1207556-1-dvolkov@nevahost.example",
        "/api/1.0/covers/?before=2025-12-01T16:55:01"
    )]
    [InlineData("/api/patches/?order=--id", "/api/patches/")]
    [InlineData("/api/patches/2170000/checks/?order=-url", "/api/patches/2170000/checks/")]
    [InlineData("/api/patches/2170000/checks/?state=01", "/api/patches/2170000/checks/?state=9")]
    [InlineData("/api/patches/2170000/checks/?context=+checkpatch+", "/api/patches/2170000/checks/?context=checkpatch")]
    public async Task Filters_read_their_values_as_Django_does(string path, string same) =>
        Assert.Equal(await _client.GetStringAsync(same), await _client.GetStringAsync(path));

    [Fact]
    public async Task Checks_are_sorted_by_how_bad_they_are()
    {
        var states = JsonNode
            .Parse(await _client.GetStringAsync($"/api/patches/{Slashed}/checks/?order=-state"))!
            .AsArray()
            .Select(check => (string)check!["state"]!);

        Assert.Equal(["fail", "warning", "success", "pending"], states.Distinct());
    }

    [Theory]
    [InlineData("/api/projects/QEMU-DEVEL/")]
    [InlineData("/project/QEMU-DEVEL/list/")]
    public async Task An_address_names_a_project_as_it_is_written(string path)
    {
        using var answer = await _client.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData(" 2025-12-2 1:2 ", "2025-12-02T01:02:00")]
    [InlineData("2025-12-01T16:55:16,00093", "2025-12-01T16:55:16.000930")]
    [InlineData("2025-12-01T16:55:16.000930999", "2025-12-01T16:55:16.000930")]
    [InlineData("2025-12-02T01:02:03Z", "2025-12-02T01:02:03")]
    [InlineData("2025-12-02T01:02:03 +0130", "2025-12-01T23:32:03")]
    [InlineData("2025-12-02T01:02-02", "2025-12-02T03:02:00")]
    [InlineData("2025-12-02", "2025-12-02T00:00:00")]
    [InlineData("2025-02-30T00:00:00", null)]
    [InlineData("2025-12-02T24:00:00", null)]
    [InlineData("2025-12-02T01", "2025-12-02T01:00:00")]
    [InlineData("20251202", "2025-12-02T00:00:00")]
    [InlineData("20251202T0102Z", "2025-12-02T01:02:00")]
    [InlineData("20251202T010203.5", "2025-12-02T01:02:03.5")]
    [InlineData("2025-12-02t01:02:03", "2025-12-02T01:02:03")]
    [InlineData("2025-12-02_01:02:03.5Z", "2025-12-02T01:02:03.5")]
    [InlineData("2025-12-02T01:02:03+01:30:03", "2025-12-01T23:32:00")]
    [InlineData("2025-W49", "2025-12-01T00:00:00")]
    [InlineData("2025-W49-2T01:02", "2025-12-02T01:02:00")]
    [InlineData("2025W492", "2025-12-02T00:00:00")]
    [InlineData("2025-W53-1", null)]
    [InlineData("2025-W49-8", null)]
    [InlineData("9999-W52-7", null)]
    [InlineData("2025-12-2_01:02:03", null)]
    [InlineData("2025-12-02T1", null)]
    [InlineData("202512", null)]
    [InlineData("2025-12-02T01:02:03 00:00", null)]
    [InlineData("now", null)]
    public async Task Reads_dates_as_Django_does(string date, string? same) =>
        Assert.Equal(
            same is null ? "[]" : await _client.GetStringAsync($"/api/events/?order=date&per_page=1&since={same}"),
            await _client.GetStringAsync($"/api/events/?order=date&per_page=1&since={Uri.EscapeDataString(date)}")
        );

    [Theory]
    [InlineData("/api/patches/2170009/")]
    [InlineData("/api/patches/2170009/checks/")]
    [InlineData("/api/patches/2170009/comments/")]
    [InlineData("/patch/2170009/mbox/")]
    public async Task What_was_deleted_is_gone_with_all_that_was_below_it(string path)
    {
        using var answer = await _client.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    /// <summary>A server with the oldest events of the recording, edited; and its mirror.</summary>
    public sealed class Server()
        : ServedFixture(780, ("Hookwork:HoldEvents", "00:00:00"), ("Patchwork:States", "13=queued"))
    {
        public string UBootMessageId { get; private set; } = "";

        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();

            using var client = new HttpClient { BaseAddress = Patchwork.Url };
            client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Token amara-token");
            foreach (var state in new[] { "fail", "warning", "pending" })
                (
                    await client.PostAsJsonAsync($"/api/patches/{Slashed}/checks/", new { state, context = state })
                ).EnsureSuccessStatusCode();
            (
                await client.PatchAsJsonAsync($"/api/patches/{Slashed}/", new { related = new[] { UBoot } })
            ).EnsureSuccessStatusCode();
            UBootMessageId = (
                (string)(await client.GetFromJsonAsync<JsonObject>($"/api/patches/{UBoot}/"))!["msgid"]!
            ).Trim('<', '>');
            await Deployment.RunToIdleAsync();
            Patchwork.Administration.DeletePatch(Deleted);
            await Deployment.ReconcileAsync(14, WalkScope.All);
        }

        protected override void Edit(Administration administration)
        {
            administration.EditPatch(Slashed, "msgid", "<with/slashes/and&+@host/x>");
            administration.EditCover(SlashedCover, "msgid", "<a/slash@host>");
            administration.EditPatch(Escaped, "msgid", "<per%cent%41@host>");
            administration.EditPatch(EscapedSlash, "msgid", "<an%2Fescape@host>");
            administration.EditCover(EscapedSlashCover, "msgid", "<an%2Fescape@host>");
            administration.EditPatch(Escaped, "name", "Ümläut é");
            administration.EditPatch(Odd, "name", OddText);
            administration.EditPatch(Odd, "content", string.Concat(Enumerable.Repeat(OddText + "\n", 500)));
            administration.EditSeries(484001, "name", null);
            administration.EditSeries(484002, "name", "");
            foreach (var project in new[] { 14, 18 })
                administration.EditProject(
                    project,
                    "maintainers",
                    new JsonArray(Profile(2, "amara"), Profile(3, "lucia"), Profile(7, "cibot"))
                );
        }

        private static JsonObject Profile(int id, string username) =>
            new()
            {
                ["id"] = id,
                ["url"] = $"http://patchwork.example.org/api/users/{id}/",
                ["username"] = username,
                ["first_name"] = "",
                ["last_name"] = "",
                ["email"] = $"{username}@example.org",
            };
    }
}
