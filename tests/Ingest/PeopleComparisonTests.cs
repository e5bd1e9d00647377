using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Hookwork.Archive.Cursors;
using Hookwork.Archive.Resources;
using Hookwork.Catalog;
using Hookwork.Ingest.Walking;
using Hookwork.Recorded;
using Hookwork.Tests.Site;

namespace Hookwork.Tests.Ingest;

/// <summary>People and users, which a server shows only with a token.</summary>
public sealed class PeopleComparisonTests
{
    private const long Qemu = 14;
    private const long UBoot = 18;

    [Fact]
    public async Task With_a_token_people_and_users_are_those_of_the_server()
    {
        await using var patchwork = await StartAsync();
        await using var deployment = await Deployment.StartAsync(patchwork.Url, settings: WithToken());
        await deployment.RunToIdleAsync();
        await using var mirror = await ServedDeployment.StartAsync(deployment);
        await deployment.ReconcileAsync(Qemu, WalkScope.Recent);
        await AssertEqualAsync(patchwork, deployment, mirror);

        // A link made later raises no event.
        foreach (var person in (long[])[80001, 80007])
            patchwork.Administration.EditPerson(person, "user", User(2, "lucia"));
        patchwork.Administration.EditUser(3, "first_name", "Robot");
        await deployment.ReconcileAsync(Qemu, WalkScope.Recent);
        await AssertEqualAsync(patchwork, deployment, mirror);
        await AssertOneSubmitterAsync(mirror.Client, 80001, 80007);

        // A patch shows its submitter without the link, which stays.
        using (var web = Client(patchwork.Url))
        {
            using var content = new StringContent("""{"state": "accepted"}""", null, "application/json");
            (await web.PatchAsync("/api/patches/2170005/", content)).EnsureSuccessStatusCode();
        }
        await deployment.RunToIdleAsync();
        await AssertEqualAsync(patchwork, deployment, mirror);

        patchwork.Administration.EditPerson(80001, "user", null);
        await deployment.ReconcileAsync(Qemu, WalkScope.Unarchived);
        await AssertEqualAsync(patchwork, deployment, mirror);
    }

    [Fact]
    public async Task Who_was_deleted_on_the_server_is_not_listed_any_more()
    {
        await using var patchwork = await StartAsync();
        await using var deployment = await Deployment.StartAsync(patchwork.Url, settings: WithToken());
        await deployment.RunToIdleAsync();
        // The server does not have these people: it is as if they were deleted there. They were the oldest, the newest
        // and one between them.
        var store = deployment.Get<EmbeddedStore>();
        foreach (var id in (long[])[79000, 80500, 99999])
            await PutAsync(id, DateTimeOffset.UtcNow.AddHours(-2));
        await using var mirror = await ServedDeployment.StartAsync(deployment);
        using var client = Client(mirror.Client.BaseAddress!);
        const string People = "/api/people/?per_page=250";
        Assert.Contains("eve@example.org", await client.GetStringAsync(People), StringComparison.Ordinal);

        await deployment.ReconcileAsync(Qemu, WalkScope.Recent);

        await AssertEqualAsync(patchwork, deployment, mirror);

        // A cache of the server may not have this one yet.
        await PutAsync(99998, DateTimeOffset.UtcNow.AddMinutes(-1));
        await deployment.ReconcileAsync(Qemu, WalkScope.Recent);
        Assert.NotNull(await store.JsonAsync(EmbeddedKind.Person, 99998, default));

        Task PutAsync(long id, DateTimeOffset at) =>
            store.PutAsync(
                EmbeddedKind.Person,
                id,
                Encoding.UTF8.GetBytes($$"""{"id": {{id}}, "name": "Eve", "email": "eve@example.org", "user": null}"""),
                at,
                default
            );
    }

    [Fact]
    public async Task A_list_that_a_proxy_cuts_short_removes_only_those_whom_the_server_does_not_have()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(
            new RecordedPatchworkOptions { VisibleEvents = 1, LargestPage = 5 }
        );
        var (clock, isCut) = (new TestClock(), false);
        await using var deployment = await Deployment.StartAsync(
            patchwork.Url,
            time: clock,
            settings: WithToken(),
            handler: () => new LinklessHandler(() => isCut)
        );
        var people = deployment.Get<PeopleComparison>();
        await people.RunAsync(0, newestOnly: false, default);
        var before = await CountAsync();
        Assert.InRange(before, 6, int.MaxValue);
        foreach (var gone in new long[] { 1, 2 })
            await deployment
                .Get<EmbeddedStore>()
                .PutAsync(EmbeddedKind.Person, gone, """{"id":1}"""u8.ToArray(), clock.GetUtcNow(), default);
        clock.Advance(TimeSpan.FromHours(2));

        isCut = true;
        await people.RunAsync(0, newestOnly: false, default);

        Assert.Equal(before, await CountAsync());

        async Task<int> CountAsync() =>
            await deployment.Get<EmbeddedStore>().AllAsync(EmbeddedKind.Person, default).CountAsync();
    }

    /// <summary>A walk over the patches, which the server deleted with their submitter, may come days later.</summary>
    [Fact]
    public async Task Mails_of_somebody_who_was_deleted_are_listed_with_a_submitter_without_name()
    {
        await using var patchwork = await StartAsync();
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        await deployment.RunToIdleAsync();
        await using var mirror = await ServedDeployment.StartAsync(deployment);
        var list = new Uri($"/api/patches/?project={Qemu}&per_page=250", UriKind.Relative);
        var known = (await SubmittersAsync())[0];
        await deployment
            .Get<EmbeddedStore>()
            .RemoveAsync(EmbeddedKind.Person, (long)known["id"]!, DateTimeOffset.UtcNow, default);
        await deployment.Get<Catalogs>().RenewAsync(Qemu, default);

        var unknown = (await SubmittersAsync())[0];

        Assert.Equal(known["id"]!.ToJsonString(), unknown["id"]!.ToJsonString());
        Assert.Equal((string)known["url"]!, (string)unknown["url"]!);
        Assert.Null(unknown["name"]);
        Assert.Equal("", (string)unknown["email"]!);

        async Task<IReadOnlyList<JsonNode>> SubmittersAsync() =>
            [
                .. JsonNode
                    .Parse(await mirror.Client.GetStringAsync(list))!
                    .AsArray()
                    .Select(patch => Assert.IsType<JsonObject>(patch!["submitter"])),
            ];
    }

    [Fact]
    public async Task The_lists_are_read_by_the_walks_of_one_project_and_only_with_a_token()
    {
        await using var patchwork = await StartAsync();
        await using (var deployment = await Deployment.StartAsync(patchwork.Url))
        {
            await deployment.RunToIdleAsync();
            await deployment.ReconcileAsync(Qemu, WalkScope.Recent);
            Assert.Empty(Lists(patchwork));
        }
        await using (var deployment = await Deployment.StartAsync(patchwork.Url, settings: WithToken()))
        {
            await deployment.RunToIdleAsync();
            // When the walks are planned.
            await deployment.WalkAsync();
            Assert.Equal(["users", "people"], Lists(patchwork));
            patchwork.Requests.Clear();
            await deployment.ReconcileAsync(UBoot, WalkScope.Recent);
            Assert.Empty(Lists(patchwork));
            await deployment.ReconcileAsync(Qemu, WalkScope.Recent);
            Assert.Equal(["users", "people"], Lists(patchwork));
        }
    }

    [Fact]
    public async Task A_server_that_refuses_its_people_is_walked_all_the_same()
    {
        await using var patchwork = await StartAsync();
        await using var deployment = await Deployment.StartAsync(patchwork.Url, settings: WithToken());
        await deployment.RunToIdleAsync();
        using var fault = patchwork.Faults.Add(Fault.BotWall(403), When.On("/people/"));

        await deployment.ReconcileAsync(Qemu, WalkScope.Unarchived);

        var walk = (await deployment.Get<WalkStore>().AllAsync(default)).Single(walk =>
            walk is { Project: Qemu, Scope: WalkScope.Unarchived }
        );
        Assert.NotNull(walk.FinishedAt);
        Assert.True(fault.Fired > 0);
    }

    [Fact]
    public async Task Many_people_are_read_in_several_steps()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(
            new RecordedPatchworkOptions { VisibleEvents = 1, LargestPage = 1 }
        );
        await using var deployment = await Deployment.StartAsync(patchwork.Url, settings: WithToken());
        var walk = new Walk { Project = Qemu, Scope = WalkScope.Unarchived }.Started(DateTimeOffset.UtcNow);
        patchwork.Requests.Clear();

        var pages = await deployment.Get<UnlistedResources>().RunAsync(walk, default);
        Assert.Equal(10, pages);
        Assert.Equal(10, Lists(patchwork).Count(list => list == "people"));
        Assert.Contains("users", Lists(patchwork));

        patchwork.Requests.Clear();
        Assert.Equal(0, await deployment.Get<UnlistedResources>().RunAsync(walk with { Pages = pages }, default));
        Assert.Equal(Enumerable.Repeat("people", 4), Lists(patchwork));
        Assert.Equal(14, await deployment.Get<EmbeddedStore>().AllAsync(EmbeddedKind.Person, default).CountAsync());
    }

    private static IReadOnlyList<string> Lists(RecordedPatchwork patchwork) =>
        [.. patchwork.Requests.ToList().Select(request => request.Kind).Where(kind => kind is "users" or "people")];

    private static Task<RecordedPatchwork> StartAsync() => RecordedPatchwork.StartAsync(visibleEvents: 60);

    private static Dictionary<string, string?> WithToken() => new() { ["Patchwork:Token"] = "lucia-token" };

    private static JsonObject User(int id, string name) =>
        new()
        {
            ["id"] = id,
            ["url"] = $"http://patchwork.example.org/api/users/{id}/",
            ["username"] = name,
            ["first_name"] = "Lucía",
            ["last_name"] = "Fernández",
            ["email"] = $"{name}@example.org",
        };

    private static async Task AssertEqualAsync(
        RecordedPatchwork patchwork,
        Deployment deployment,
        ServedDeployment mirror
    )
    {
        await deployment.Get<Catalogs>().RenewAsync(Qemu, default);
        using var upstream = Client(patchwork.Url);
        using var client = Client(mirror.Client.BaseAddress!);
        foreach (var path in new[] { "people/?per_page=250", "people/80001/", "users/", "users/3/", "1.0/people/" })
            Assert.Equal(
                (await upstream.GetStringAsync("/api/" + path)).Replace(
                    upstream.BaseAddress!.ToString(),
                    client.BaseAddress!.ToString(),
                    StringComparison.Ordinal
                ),
                await client.GetStringAsync("/api/" + path)
            );
    }

    /// <summary>The list for a browser takes both addresses of a user for one submitter.</summary>
    private static async Task AssertOneSubmitterAsync(HttpClient client, long one, long other)
    {
        var patches = JsonNode
            .Parse(await client.GetStringAsync($"/api/patches/?per_page=250&submitter={one}&submitter={other}"))!
            .AsArray();
        Assert.Equal([one, other], patches.Select(patch => (long)patch!["submitter"]!["id"]!).Distinct().Order());
        foreach (var submitter in new[] { one, other })
        {
            var page = await client.GetPageAsync(
                $"/project/qemu-devel/list/?state=*&archive=both&submitter={submitter}"
            );
            Assert.Equal($"{patches.Count} patches", page.QuerySelector(".summary span").Text());
        }
    }

    private static HttpClient Client(Uri address)
    {
        var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Token", "amara-token");
        return client;
    }

    /// <summary>A proxy that drops the header that leads to the next page.</summary>
    private sealed class LinklessHandler(Func<bool> isCutting) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (isCutting())
                response.Headers.Remove("Link");
            return response;
        }
    }
}
