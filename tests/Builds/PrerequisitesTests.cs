using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Hookwork.Archive.Cursors;
using Hookwork.Archive.Resources;
using Hookwork.Builds;
using Hookwork.Catalog;
using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Mail.Diffs;
using Hookwork.Recorded;
using Hookwork.Tests.Catalog;
using Hookwork.Tests.Ingest;
using Hookwork.Tests.Recorded;

namespace Hookwork.Tests.Builds;

/// <summary>What a series builds on and which versions it has, as a build asks for it.</summary>
public sealed class PrerequisitesTests(PrerequisitesTests.Server server) : IClassFixture<PrerequisitesTests.Server>
{
    private const string Change = "20260101-multifd-0123456789ab";
    private const string Twice = "20260102-twice-0123456789ab";

    // A prerequisite a line: kind, status, series, number of patches to apply, and the series that names it.
    [Theory]
    [InlineData(484006, "message-id found 484000 5 by 484006")]
    [InlineData(484003, "message-id found 484000 5 by 484006", "message-id found 484006 1 by 484003")]
    [InlineData(484009, "series found 484013 2 by 484009", "patch found 484013 0 by 484009")]
    [InlineData(
        484012,
        "patch-id found 484004 1 by 484012",
        "patch found 484010 1 by 484012",
        "message-id unresolved  0 by 484012",
        "patch unresolved  0 by 484012",
        "url unresolved  0 by 484012"
    )]
    [InlineData(484004, "change-id found 484010 2 by 484004")]
    [InlineData(484005, "change-id found 484013 2 by 484005", "series incomplete 484011 11 by 484005")]
    [InlineData(484007, "change-id found 484008 8 by 484007")]
    [InlineData(484001, "series cycle 484001 0 by 484002", "series found 484002 8 by 484001")]
    [InlineData(484000)]
    public async Task Each_prerequisite_is_found_or_said_to_be_missing(long series, params string[] expected)
    {
        var build = await server.BuildAsync(series);

        Assert.Equal(
            expected,
            build["prerequisites"]!
                .AsArray()
                .Select(one =>
                    $"{one!["kind"]} {one["status"]} {one["series"]?["id"]} {one["patches"]!.AsArray().Count} by {one["required_by"]}"
                )
        );
        Assert.All(
            build["prerequisites"]!.AsArray(),
            one => Assert.Equal((string)one!["status"]! != "found", one["reason"] is not null)
        );
    }

    [Fact]
    public async Task Each_patch_comes_with_its_mbox_and_what_git_calls_its_change()
    {
        var build = await server.BuildAsync(484012);

        var patch = build["prerequisites"]![0]!["patches"]![0]!;
        Assert.Equal(2170023, (long)patch["id"]!);
        Assert.Equal(server.PatchId, (string?)patch["patch_id"]);
        var mbox = await server.Client.GetByteArrayAsync(new Uri((string)patch["mbox"]!));
        Assert.Equal(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(mbox)),
            (string?)patch["mbox_sha256"]
        );
        Assert.All(build["patches"]!.AsArray(), own => Assert.Matches("^[0-9a-f]{40}$", (string)own!["patch_id"]!));
    }

    [Fact]
    public async Task Of_several_candidates_the_others_are_named()
    {
        Assert.Equal([484013], Others(await server.BuildAsync(484004)));
        Assert.Equal([484011], Others(await server.BuildAsync(484007)));

        static IEnumerable<long> Others(JsonNode build) =>
            build["prerequisites"]![0]!["others"]!.AsArray().Select(id => (long)id!);
    }

    [Theory]
    [InlineData(484003, "base1111111", 484003)]
    [InlineData(484009, "base2222222", 484013)]
    [InlineData(484000, null, null)]
    public async Task The_base_is_that_of_the_series_or_of_what_it_builds_on(long series, string? commit, int? statedBy)
    {
        var build = await server.BuildAsync(series);

        Assert.Equal(commit?.Replace("base", "ba5e", StringComparison.Ordinal), (string?)build["base"]?["commit"]);
        Assert.Equal(statedBy, (int?)build["base"]?["stated_by"]);
    }

    [Theory]
    [InlineData(484012, 484009, 484006)]
    [InlineData(484009, 484006)]
    [InlineData(484006)]
    // Version 5 arrived before version 2.
    [InlineData(484010, 484013)]
    [InlineData(484013)]
    // Another change had this name before, and two versions.
    [InlineData(484007, 484005, 484002)]
    public async Task Earlier_versions_are_named_the_newest_first(long series, params int[] expected)
    {
        var build = await server.BuildAsync(series);

        Assert.Equal(expected, build["previous"]!.AsArray().Select(version => (int)version!["id"]!));
    }

    [Fact]
    public async Task One_mbox_has_all_in_the_order_in_which_it_applies()
    {
        var mbox = await server.Client.GetStringAsync("/series/484003/mbox/?prerequisites=1");

        Assert.Equal(
            new[] { 2170000, 2170001, 2170002, 2170003, 2170004, 2170033, 2170018, 2170019, 2170020, 2170021, 2170022 },
            mbox.Split('\n')
                .Where(line => line.StartsWith("X-Patchwork-Id: ", StringComparison.Ordinal))
                .Select(line => int.Parse(line["X-Patchwork-Id: ".Length..]))
        );
    }

    [Theory]
    [InlineData(484012, "message-id <nobody@nowhere.example>: The archive has nothing with this message-id.")]
    [InlineData(484005, "Only 11 of 12 patches of series 484011 arrived.")]
    [InlineData(484001, "Series 484001 builds on series 484002, and the other way round.")]
    public async Task An_mbox_that_would_lack_a_prerequisite_is_refused_with_the_reason(long series, string reason)
    {
        using var answer = await server.Client.GetAsync($"/series/{series}/mbox/?prerequisites=1");

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains(
            reason,
            (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["detail"]!,
            StringComparison.Ordinal
        );
        (await server.Client.GetAsync($"/series/{series}/mbox/")).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task A_patch_id_leads_to_its_patch()
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false })
        {
            BaseAddress = server.Client.BaseAddress,
        };

        var one = await client.GetAsync($"/patch-id/{server.PatchId}/");
        Assert.Equal(HttpStatusCode.Redirect, one.StatusCode);
        Assert.StartsWith("/project/qemu-devel/patch/", one.Headers.Location!.ToString(), StringComparison.Ordinal);
        var several = await client.GetAsync($"/patch-id/{server.SharedPatchId}/");
        Assert.Equal($"/search?q=patchid%3A{server.SharedPatchId}", several.Headers.Location!.ToString());
        foreach (var unknown in (string[])[new string('0', 40), "0", "x OR y", "%22"])
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"/patch-id/{unknown}/")).StatusCode);
    }

    [Theory]
    [InlineData(Change, 1)]
    [InlineData("1-x\"\tOR\tis:patch\tOR\t\"1-y", 0)]
    [InlineData("1-x\"\"", 0)]
    public void A_change_id_is_looked_up_as_it_is_written(string changeId, int found)
    {
        using var shelf = new MailShelf(new SearchDocument { Kind = MailKind.Patch, ChangeId = Change });

        Assert.Equal(found, CatalogMails.WithChangeId(shelf.Connection, changeId).Count);
    }

    [Fact]
    public async Task A_long_chain_of_series_is_not_followed_to_its_end()
    {
        const long First = 490000;
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 1);
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        for (var id = First; id <= First + Prerequisites.Most + 10; id++)
            await WriteAsync(deployment, id, $"Depends-on: series-{id + 1}\n");
        var series = await deployment.Get<MemberReader>().ReadAsync(First, default);

        var resolution = await deployment.Get<Prerequisites>().ResolveAsync(series!, late: [], default);

        Assert.Equal(
            Enumerable.Repeat(PrerequisiteStatus.Found, Prerequisites.Most).Prepend(PrerequisiteStatus.TooMany),
            resolution.Prerequisites.Select(one => one.Status)
        );
    }

    [Fact]
    public async Task A_series_that_is_named_many_times_is_read_once_however_long_it_is()
    {
        const long First = 490000;
        var wire = new Wire();
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 1);
        await using var deployment = await Deployment.StartAsync(patchwork.Url, policy: wire);
        await WriteAsync(
            deployment,
            First,
            $"Depends-on: series-{First + 1}\n"
                + $"Depends-on: {patchwork.Url}series/{First + 1}/\n"
                + $"Depends-on: {patchwork.Url}project/qemu-devel/list/?series={First + 1}\n"
        );
        await WriteAsync(deployment, First + 1, TextOf(Prerequisites.MostBytes));
        var series = await deployment.Get<MemberReader>().ReadAsync(First, default);
        wire.Requests.Clear();

        var resolution = await deployment.Get<Prerequisites>().ResolveAsync(series!, late: [], default);

        Assert.Equal(
            Enumerable.Repeat((PrerequisiteStatus.Found, (long?)(First + 1)), 3),
            resolution.Prerequisites.Select(one => (one.Status, one.Series?.Id))
        );
        Assert.Single(wire.Requests, request => request.Contains("/Covers(", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_more_series_are_read_than_memory_can_hold()
    {
        const long First = 490000;
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 1);
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        await WriteAsync(
            deployment,
            First,
            string.Concat(Enumerable.Range(1, 5).Select(number => $"Depends-on: series-{First + number}\n"))
        );
        for (var number = 1; number <= 5; number++)
            await WriteAsync(deployment, First + number, TextOf(Prerequisites.MostBytes / 3));
        var series = await deployment.Get<MemberReader>().ReadAsync(First, default);

        var resolution = await deployment.Get<Prerequisites>().ResolveAsync(series!, late: [], default);

        Assert.Equal(
            Enumerable.Repeat(PrerequisiteStatus.Found, 3).Append(PrerequisiteStatus.TooMany),
            resolution.Prerequisites.Select(one => one.Status)
        );
    }

    [Fact]
    public async Task A_catalog_that_is_not_ready_is_waited_for_once_however_many_prerequisites_it_may_have()
    {
        const long First = 490000;
        var clock = new TestClock();
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 1);
        await using var deployment = await Deployment.StartAsync(patchwork.Url, time: clock);
        await WriteAsync(
            deployment,
            First,
            "Depends-on: <one@a.example>\nDepends-on: <two@a.example>\nDepends-on: <three@a.example>\n"
        );
        var series = await deployment.Get<MemberReader>().ReadAsync(First, default);

        clock.Elapsing = Catalogs.LongestLoad;
        var resolution = await deployment.Get<Prerequisites>().ResolveAsync(series!, late: [], default);

        Assert.Equal(
            Enumerable.Repeat(PrerequisiteStatus.Unresolved, 3),
            resolution.Prerequisites.Select(one => one.Status)
        );
        Assert.Equal(1, clock.Elapsed);
    }

    [Fact]
    public async Task Mails_have_the_names_that_their_project_and_sender_have_now()
    {
        const long Project = 14,
            Sender = 80000;
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 13);
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        await deployment.RunToIdleAsync();
        patchwork.Administration.RenameProject(Project, "qemu");
        patchwork.Administration.RenamePerson(Sender, "Another Name");
        await deployment.ReconcileAsync(Project, WalkScope.All);
        // A new process: the names of projects are cached for a few minutes.
        await using var other = await Deployment.StartAsync(patchwork.Url, deployment.Storage);
        await using var mirror = await ServedDeployment.StartAsync(other);

        var build = JsonNode.Parse(await mirror.Client.GetStringAsync("/series/484000/build.json"))!;

        Assert.All(
            build["patches"]!.AsArray().Append(build["cover"]),
            mail =>
            {
                Assert.Contains("/project/qemu/", (string)mail!["web_url"]!, StringComparison.Ordinal);
                Assert.Contains("/project/qemu/", (string)mail["mbox"]!, StringComparison.Ordinal);
                Assert.Equal("Another Name", (string?)mail["submitter"]!["name"]);
            }
        );
    }

    [Theory]
    [InlineData("/series/999999/build.json", HttpStatusCode.NotFound)]
    [InlineData("/series/999999/mbox/?prerequisites=1", HttpStatusCode.NotFound)]
    [InlineData("/series/99999999999999999999/build.json", HttpStatusCode.NotFound)]
    public async Task What_is_not_archived_is_not_found(string address, HttpStatusCode expected) =>
        Assert.Equal(expected, (await server.Client.GetAsync(address)).StatusCode);

    private static string TextOf(long bytes) =>
        string.Concat(Enumerable.Repeat(new string('a', 1023) + "\n", (int)(bytes / 1024)));

    /// <summary>Archives a series of a cover letter only.</summary>
    private static async Task WriteAsync(Deployment deployment, long id, string letter)
    {
        await PutAsync(ResourceKind.Cover, new() { ["content"] = letter });
        await PutAsync(
            ResourceKind.Series,
            new()
            {
                ["cover_letter"] = new JsonObject { ["id"] = id },
                ["patches"] = new JsonArray(),
            }
        );

        async Task PutAsync(ResourceKind kind, JsonObject resource)
        {
            resource["id"] = id;
            Assert.True(
                await deployment
                    .Get<ResourceStore>()
                    .TryWriteAsync(
                        kind,
                        id,
                        new ResourceRow(),
                        14,
                        Encoding.UTF8.GetBytes(resource.ToJsonString()),
                        new Dictionary<string, object?>(StringComparer.Ordinal),
                        default
                    )
            );
        }
    }

    /// <summary>A mirror of fourteen series that say what they build on.</summary>
    public sealed class Server() : ServedFixture(355)
    {
        public string PatchId { get; private set; } = "";

        public string SharedPatchId { get; private set; } = "";

        public async Task<JsonNode> BuildAsync(long series) =>
            JsonNode.Parse(await Client.GetStringAsync($"/series/{series}/build.json"))!;

        protected override void Edit(Administration administration)
        {
            var patches = Exchanges.Read("patches").ToDictionary(patch => (long)patch["id"]!);
            PatchId = Hookwork.Mail.Diffs.PatchId.Of((string?)patches[2170023]["diff"])!;
            SharedPatchId = Hookwork.Mail.Diffs.PatchId.Of((string?)patches[2170051]["diff"])!;
            var cover = Exchanges.Read("covers").Single(cover => (long)cover["id"]! == 2160000);
            Patch(2170033, $"Based-on: {cover["msgid"]}");
            Cover(2160003, $"base-commit: ba5e1111111\nDepends-on: {patches[2170033]["msgid"]}");
            Patch(2170050, $"Depends-on: {Patchwork.Url}project/qemu-devel/list/?series=484013&state=*, patch-2170067");
            Patch(
                2170065,
                $"prerequisite-patch-id: {PatchId}\n"
                    + $"Depends-on: {Patchwork.Url}patch/2170051/mbox/\n"
                    + "prerequisite-message-id: <nobody@nowhere.example>\n"
                    // The number of another server is another patch.
                    + "Depends-on: https://elsewhere.example/patch/2170000/\n"
                    + "Based-on: https://elsewhere.example/tree"
            );
            Cover(2160004, $"prerequisite-change-id: {Change}");
            Cover(
                2160005,
                $"prerequisite-change-id: {Change}:v2\n"
                    + $"Depends-on: {Patchwork.Url}project/qemu-devel/list/?series=484011&state=*"
            );
            Cover(2160006, $"prerequisite-change-id: {Twice}");
            Cover(2160007, $"change-id: {Twice}");
            Cover(2160009, $"change-id: {Twice}");
            administration.DeletePatch(2170064);
            Cover(2160008, $"change-id: {Change}");
            Cover(2160010, $"change-id: {Change}\nbase-commit: ba5e2222222");
            administration.EditSeries(484010, "version", 5);
            administration.EditSeries(484002, "name", "target/arm: Avoid bounds check in SVE gather");
            administration.EditSeries(484002, "version", 2);
            Cover(2160001, "Depends-on: series-484002");
            Cover(2160002, "Depends-on: series-484001");
            administration.Relate(2170033, 2170050, 2170065);
            administration.EditPatch(2170066, "diff", patches[2170051]["diff"]!.DeepClone());

            void Patch(long id, string basis) => administration.EditPatch(id, "content", $"Text.\n---\n{basis}\n");

            void Cover(long id, string basis) => administration.EditCover(id, "content", $"Text.\n---\n{basis}\n");
        }
    }
}
