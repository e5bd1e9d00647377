using System.Net;
using System.Text.Json.Nodes;
using Hookwork.Api;
using Hookwork.Archive.Cursors;
using Hookwork.Recorded;
using Hookwork.Tests.Catalog;
using Hookwork.Tests.Ingest;
using Hookwork.Tests.SelfHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hookwork.Tests.Api;

/// <summary>Public bundles of a server, and the mirror after a walk.</summary>
public sealed class BundleTests(BundleTests.Server server) : IClassFixture<BundleTests.Server>
{
    private const long Qemu = 14;
    private const long UBoot = 18;

    private HttpClient Mirror => server.Client;

    [Theory]
    [InlineData("")]
    [InlineData("?project=qemu-devel")]
    [InlineData("?project=18")]
    [InlineData("?project=UBOOT&project=qemu-devel")]
    [InlineData("?project=linux")]
    [InlineData("?owner=amara")]
    [InlineData("?owner=2")]
    [InlineData("?owner=AMARA&owner=lucia")]
    [InlineData("?owner=nobody")]
    [InlineData("?owner=amara&owner=nobody")]
    [InlineData("?project=18&project=linux")]
    [InlineData("?public=true")]
    [InlineData("?public=False")]
    [InlineData("?public=maybe")]
    [InlineData("?q=fix")]
    [InlineData("?q=for+next")]
    [InlineData("?order=-id")]
    [InlineData("?order=name")]
    [InlineData("?order=-owner")]
    [InlineData("?per_page=2&page=2")]
    [InlineData("?page=9")]
    [InlineData("1/")]
    [InlineData("2/")]
    [InlineData("3/")]
    [InlineData("99/")]
    public async Task Answers_as_the_server_does(string path)
    {
        using var upstream = new HttpClient { BaseAddress = server.Patchwork.Url };
        foreach (var root in new[] { "/api/", "/api/1.0/", "/api/1.1/", "/api/1.2/" })
        {
            using var said = await upstream.GetAsync($"{root}bundles/{path}");
            using var answer = await Mirror.GetAsync($"{root}bundles/{path}");

            Assert.Equal(said.StatusCode, answer.StatusCode);
            Assert.Equal(
                Here(await said.Content.ReadAsStringAsync(), upstream),
                await answer.Content.ReadAsStringAsync()
            );
            foreach (var name in new[] { "Link", "Vary" })
                Assert.Equal(Here(Header(said, name), upstream), Header(answer, name));
            Assert.Equal(said.Content.Headers.Allow, answer.Content.Headers.Allow);
        }
    }

    [Theory]
    [InlineData("/api/bundles/")]
    [InlineData("/api/bundles/1/")]
    public async Task Says_which_methods_there_are(string path)
    {
        using var upstream = new HttpClient { BaseAddress = server.Patchwork.Url };
        using var said = await upstream.SendAsync(new HttpRequestMessage(HttpMethod.Options, path));
        using var answer = await Mirror.SendAsync(new HttpRequestMessage(HttpMethod.Options, path));

        Assert.Equal(await said.Content.ReadAsStringAsync(), await answer.Content.ReadAsStringAsync());
        Assert.Equal(said.Content.Headers.Allow, answer.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("/bundle/amara/for%20next/mbox/")]
    [InlineData("/bundle/lucia/one%20fix/mbox/")]
    [InlineData("/bundle/amara/boards/mbox/")]
    public async Task An_mbox_has_the_patches_in_the_order_of_the_owner(string path)
    {
        using var upstream = new HttpClient { BaseAddress = server.Patchwork.Url };
        using var said = await upstream.GetAsync(path);
        using var answer = await Mirror.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(await said.Content.ReadAsByteArrayAsync(), await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal(said.Content.Headers.ContentType, answer.Content.Headers.ContentType);
        Assert.Equal(
            said.Content.Headers.GetValues("Content-Disposition"),
            answer.Content.Headers.GetValues("Content-Disposition")
        );
    }

    [Fact]
    public async Task The_name_of_a_bundle_cannot_choose_the_name_of_the_file()
    {
        using var answer = await Mirror.GetAsync($"/bundle/amara/{Uri.EscapeDataString(Server.Hostile)}/mbox/");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.EndsWith(
            "-a- filename*=run.bat- x.mbox",
            answer.Content.Headers.NonValidated["Content-Disposition"].ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_page_lists_the_patches_in_the_order_of_the_owner()
    {
        var page = await Mirror.GetStringAsync("/bundle/amara/for%20next/");

        int[] places = [.. Server.ForNext.Select(id => page.IndexOf($"/patch/{id}/", StringComparison.Ordinal))];
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
        Assert.Contains("/bundle/amara/for%20next/mbox/", page, StringComparison.Ordinal);
        Assert.Contains("<time datetime=\"2025-12-01T16:55:06Z\">", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_bundle_is_found_without_reading_the_owners_of_all()
    {
        var wire = new Wire();
        await using var other = await Deployment.StartAsync(
            server.Patchwork.Url,
            server.Deployment.Storage,
            policy: wire
        );

        var found = await other.Get<Bundles>().FindAsync("amara", "for next", default);

        Assert.Equal(Server.ForNext, found!.Value.Bundle.Order);
        Assert.Single(wire.Requests, request => request.Contains("/Users(", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_bundle_waits_until_a_catalog_has_caught_up()
    {
        var (wire, log) = (new Wire(), new LogLines());
        await using var other = await Deployment.StartAsync(
            server.Patchwork.Url,
            server.Deployment.Storage,
            new HastyClock(),
            configure: services => services.AddSingleton<ILoggerProvider>(log),
            policy: wire
        );
        await using var mirror = await ServedDeployment.StartAsync(other);
        using var held = wire.Hold("/Changes()");
        for (var deadline = Deadline.Start(); log.Count(LogLevel.Warning, "slow to catch up") == 0; deadline.Check())
            Assert.NotEmpty(await mirror.Client.GetStringAsync("/api/bundles/1/"));
    }

    [Theory]
    [InlineData("/bundle/amara/secret/")]
    [InlineData("/bundle/amara/secret/mbox/")]
    [InlineData("/bundle/lucia/for%20next/mbox/")]
    [InlineData("/api/bundles/3/")]
    public async Task A_private_bundle_is_shown_to_nobody(string path)
    {
        using var answer = await Mirror.GetAsync(path, "Authorization", "Token amara-token");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.DoesNotContain("secret", await Mirror.GetStringAsync("/api/bundles/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_shows_after_the_next_walk()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 25);
        var administration = patchwork.Administration;
        var (kept, hidden, deleted) = (
            administration.AddBundle(1, "kept", true, 2170000, 2170001),
            administration.AddBundle(1, "hidden", true, 2170000),
            administration.AddBundle(2, "deleted", true, 2170001)
        );
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        await deployment.RunToIdleAsync();
        await using var mirror = await ServedDeployment.StartAsync(deployment);
        await deployment.ReconcileAsync(Qemu, WalkScope.Recent);
        Assert.Equal([kept, hidden, deleted], await IdsAsync(mirror));

        administration.EditBundle(hidden, "hidden", false, 2170000);
        administration.DeleteBundle(deleted);
        administration.EditBundle(kept, "renamed", true, 2170002, 2170000);
        var added = administration.AddBundle(2, "added", true, 2170002);
        await deployment.ReconcileAsync(Qemu, WalkScope.Recent);

        Assert.Equal([kept, added], await IdsAsync(mirror));
        Assert.Equal([2170002, 2170000], await MailsAsync(mirror, "amara/renamed"));

        // Nothing but the mbox shows the order: the hourly walk does not look at it.
        administration.EditBundle(kept, "renamed", true, 2170000, 2170002);
        await deployment.ReconcileAsync(Qemu, WalkScope.Unarchived);

        Assert.Equal([2170000, 2170002], await MailsAsync(mirror, "amara/renamed"));
    }

    [Fact]
    public async Task A_bundle_whose_mbox_does_not_come_keeps_its_order_and_stops_no_walk()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 25);
        var bundle = patchwork.Administration.AddBundle(1, "large", true, 2170001, 2170000);
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        await deployment.RunToIdleAsync();
        await using var mirror = await ServedDeployment.StartAsync(deployment);
        await deployment.ReconcileAsync(Qemu, WalkScope.Recent);
        patchwork.Administration.EditBundle(bundle, "larger", true, 2170001, 2170000, 2170002);
        using var fault = patchwork.Faults.Add(Fault.Unavailable(), When.On("/bundle/"));

        await deployment.ReconcileAsync(Qemu, WalkScope.Recent);

        Assert.True(fault.Fired > 0);
        Assert.Equal([2170001, 2170000, 2170002], await MailsAsync(mirror, "amara/larger"));
    }

    [Fact]
    public async Task Bundles_whose_mboxes_take_minutes_are_left_to_the_next_walk()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 25);
        foreach (var name in new[] { "one", "two", "three" })
            patchwork.Administration.AddBundle(1, name, true, 2170000, 2170001);
        var clock = new TestClock();
        await using var deployment = await Deployment.StartAsync(
            patchwork.Url,
            time: clock,
            handler: () => new SlowHandler(clock)
        );
        await deployment.RunToIdleAsync();

        await deployment.ReconcileAsync(Qemu, WalkScope.Recent);
        var read = MboxesRead();
        await deployment.ReconcileAsync(Qemu, WalkScope.Recent);

        Assert.Equal((1, 2), (read, MboxesRead()));

        int MboxesRead() =>
            patchwork.Requests.ToList().Count(request => request.Path.Contains("/bundle/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_walk_reads_one_list_while_no_bundle_changes()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 25);
        patchwork.Administration.AddBundle(1, "kept", true, 2170000, 2170001);
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        await deployment.RunToIdleAsync();
        await deployment.ReconcileAsync(Qemu, WalkScope.Recent);
        patchwork.Requests.Clear();

        await deployment.ReconcileAsync(Qemu, WalkScope.Recent);

        Assert.Equal(
            $"/api/1.3/bundles/?project={Qemu}&public=true&order=id&per_page=250",
            Assert
                .Single(
                    patchwork.Requests.ToList(),
                    request => request.Path.Contains("bundle", StringComparison.Ordinal)
                )
                .Path
        );
    }

    [Fact]
    public async Task The_token_of_an_owner_archives_no_private_bundle()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 25);
        patchwork.Administration.AddBundle(1, "secret", false, 2170000);
        var shown = patchwork.Administration.AddBundle(1, "shown", true, 2170000);
        await using var deployment = await Deployment.StartAsync(
            patchwork.Url,
            settings: new Dictionary<string, string?> { ["Patchwork:Token"] = "amara-token" }
        );
        await deployment.RunToIdleAsync();
        await deployment.ReconcileAsync(Qemu, WalkScope.Recent);
        await using var mirror = await ServedDeployment.StartAsync(deployment);

        Assert.Equal([shown], await IdsAsync(mirror));
    }

    [Fact]
    public async Task The_patches_of_a_bundle_are_fetched_though_they_are_older_than_the_archive()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 25);
        patchwork.Administration.AddBundle(1, "old", true, 2170001, 2170000, 2170002);
        // Its mbox is served without a patch that the server does not have.
        using var fault = patchwork.Faults.Add(Fault.NotFound, When.On("/patches/2170002/"));
        await using var deployment = await Deployment.StartAsync(
            patchwork.Url,
            settings: new Dictionary<string, string?> { ["Patchwork:Since"] = "now" }
        );
        await deployment.RunToIdleAsync();
        await deployment.ReconcileAsync(Qemu, WalkScope.Recent);
        await using var mirror = await ServedDeployment.StartAsync(deployment);

        Assert.Equal([2170001, 2170000], await MailsAsync(mirror, "amara/old"));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(404)]
    [InlineData(500)]
    [InlineData(504)]
    public async Task A_server_without_bundles_is_walked_all_the_same(int status)
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 25);
        using var fault = patchwork.Faults.Add(
            status == 404 ? Fault.NotFound : Fault.BotWall(status),
            When.On("/bundles/")
        );
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        await deployment.RunToIdleAsync();

        await deployment.ReconcileAsync(Qemu, WalkScope.All);

        var walk = (await deployment.Get<WalkStore>().AllAsync(default)).Single(walk =>
            walk is { Project: Qemu, Scope: WalkScope.All }
        );
        Assert.NotNull(walk.FinishedAt);
        Assert.Null(walk.LastError);
        Assert.True(fault.Fired > 0);
    }

    private string Here(string text, HttpClient upstream) =>
        text.Replace(upstream.BaseAddress!.ToString(), Mirror.BaseAddress!.ToString(), StringComparison.Ordinal);

    private static string Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : "";

    private static async Task<IReadOnlyList<long>> IdsAsync(ServedDeployment mirror) =>
        [
            .. JsonNode
                .Parse(await mirror.Client.GetStringAsync("/api/bundles/"))!
                .AsArray()
                .Select(bundle => (long)bundle!["id"]!),
        ];

    private static async Task<IReadOnlyList<long>> MailsAsync(ServedDeployment mirror, string bundle)
    {
        const string Header = "X-Patchwork-Id: ";
        return
        [
            .. (await mirror.Client.GetStringAsync($"/bundle/{bundle}/mbox/"))
                .Split('\n')
                .Where(line => line.StartsWith(Header, StringComparison.Ordinal))
                .Select(line => long.Parse(line[Header.Length..])),
        ];
    }

    /// <summary>Each mbox of a bundle takes three minutes.</summary>
    private sealed class SlowHandler(TestClock clock) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            if (request.RequestUri!.AbsolutePath.Contains("/bundle/", StringComparison.Ordinal))
                clock.Advance(TimeSpan.FromMinutes(3));
            return base.SendAsync(request, cancellationToken);
        }
    }

    /// <summary>A server with bundles, and its mirror.</summary>
    public sealed class Server() : ServedFixture(780, ("Patchwork:Since", "2026-01-06T21:30:00"))
    {
        public static readonly long[] ForNext = [2170002, 2170000, 2170003, 2170001];

        /// <summary>A name that would be two parameters of a header.</summary>
        public const string Hostile = "a; filename*=run.bat; x";

        // The events from the first of U-Boot; the older patches are fetched for their bundles.
        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            foreach (var project in new[] { Qemu, UBoot })
                await Deployment.ReconcileAsync(project, WalkScope.Recent);
        }

        protected override void Edit(Administration administration)
        {
            administration.AddBundle(1, "for next", true, ForNext);
            administration.AddBundle(2, "one fix", true, 2170002);
            administration.AddBundle(1, "secret", false, 2170000);
            administration.AddBundle(1, "boards", true, 2175504, 2175503);
            administration.AddBundle(3, "Fixes", true, 2170004, 2170005);
            administration.AddBundle(1, Hostile, true, 2170000);
        }
    }
}
