using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Hookwork.Archive.Resources;
using Hookwork.Catalog;
using Hookwork.Recorded;
using Microsoft.Data.Sqlite;

namespace Hookwork.Tests.Api;

/// <summary>Writes through the mirror to a server that accepts them.</summary>
public sealed class WritesTests : IAsyncLifetime
{
    private const int Events = 20;
    private const long Patch = 2170000;

    private ServedArchive _archive = null!;

    public async Task InitializeAsync() => _archive = await ServedArchive.StartAsync(Events);

    public Task DisposeAsync() => _archive.DisposeAsync();

    [Theory]
    [InlineData("/api/")]
    [InlineData("/api/1.1/")]
    public async Task A_change_of_state_shows_at_once(string root)
    {
        using var answer = await SendAsync(
            HttpMethod.Patch,
            $"{root}patches/{Patch}/",
            JsonContent.Create(new { state = "accepted", archived = true })
        );

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var said = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.Equal($"{_archive.Client.BaseAddress}{root[1..]}patches/{Patch}/", (string?)said["url"]);
        var shown = (await _archive.Client.GetFromJsonAsync<JsonObject>($"/api/patches/{Patch}/"))!;
        Assert.Equal(("accepted", true), ((string?)shown["state"], (bool)shown["archived"]!));
        Assert.Equal(
            1,
            (int?)
                (
                    await _archive.Client.GetFromJsonAsync<JsonObject>(
                        $"/search?q=is:patch state:accepted archived:yes mid:{((string?)shown["msgid"])!.Trim('<', '>')}"
                    )
                )!["total"]
        );
    }

    [Fact]
    public async Task The_name_of_a_project_leads_to_no_other_address_of_the_server()
    {
        _archive.Patchwork.Requests.Clear();

        using var answer = await SendAsync(
            HttpMethod.Patch,
            "/api/projects/x%2F..%2F..%2F..%2Fadmin/",
            JsonContent.Create(new { web_url = "https://example.org/" })
        );

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.DoesNotContain(_archive.Patchwork.Requests.ToList(), request => request.Method == "PATCH");
    }

    [Fact]
    public async Task A_form_is_handed_on_as_it_came()
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("state", "rejected")]);
        using var answer = await SendAsync(HttpMethod.Patch, $"/api/patches/{Patch}/", form);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(
            "rejected",
            (string?)(await _archive.Client.GetFromJsonAsync<JsonObject>($"/api/patches/{Patch}/"))!["state"]
        );
    }

    [Fact]
    public async Task A_check_arrives_at_the_server_and_comes_back_as_an_event()
    {
        var check = new
        {
            state = "warning",
            context = "mirror",
            description = "through Hookwork",
            target_url = "https://ci.example.org/1",
        };
        using var answer = await SendAsync(HttpMethod.Post, $"/api/patches/{Patch}/checks/", JsonContent.Create(check));

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var id = (long)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["id"]!;
        Assert.Equal(
            $"{_archive.Client.BaseAddress}api/patches/{Patch}/checks/{id}/",
            answer.Headers.Location?.ToString()
        );
        using var upstream = new HttpClient { BaseAddress = _archive.Patchwork.Url };
        Assert.Equal(
            "mirror",
            (string?)(await upstream.GetFromJsonAsync<JsonObject>($"/api/patches/{Patch}/checks/{id}/"))!["context"]
        );

        // Hookwork stores the write without waiting for its event.
        var stored = await _archive.Deployment.Get<ReplyStore>().ChecksAsync(Patch, default);
        Assert.Contains(stored, json => (long)JsonNode.Parse(json)!["id"]! == id);
        var raised = await EventAsync("check-created");
        Assert.Equal(id, (long)raised["payload"]!["check"]!["id"]!);
        Assert.Equal("amara", (string?)raised["actor"]!["username"]);
    }

    [Fact]
    public async Task A_state_arrives_at_the_server_and_comes_back_as_an_event()
    {
        using var answer = await SendAsync(
            HttpMethod.Patch,
            $"/api/patches/{Patch}/",
            JsonContent.Create(new { state = "superseded" })
        );

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var upstream = new HttpClient { BaseAddress = _archive.Patchwork.Url };
        Assert.Equal(
            "superseded",
            (string?)(await upstream.GetFromJsonAsync<JsonObject>($"/api/patches/{Patch}/"))!["state"]
        );
        var raised = await EventAsync("patch-state-changed");
        Assert.Equal("superseded", (string?)raised["payload"]!["current_state"]);
        Assert.Equal("amara", (string?)raised["actor"]!["username"]);
    }

    [Theory]
    [InlineData("", HttpStatusCode.Forbidden)]
    [InlineData("Token nonsense", HttpStatusCode.Forbidden)]
    public async Task What_the_server_refuses_is_answered_as_it_refuses(string authorization, HttpStatusCode status)
    {
        using var answer = await SendAsync(
            HttpMethod.Patch,
            $"/api/patches/{Patch}/",
            JsonContent.Create(new { state = "accepted" }),
            authorization
        );
        using var upstream = new HttpClient { BaseAddress = _archive.Patchwork.Url };
        using var direct = new HttpRequestMessage(HttpMethod.Patch, $"/api/patches/{Patch}/")
        {
            Content = JsonContent.Create(new { state = "accepted" }),
        };
        direct.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var said = await upstream.SendAsync(direct);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(said.StatusCode, answer.StatusCode);
        Assert.Equal(await said.Content.ReadAsStringAsync(), await answer.Content.ReadAsStringAsync());
        Assert.NotEqual(
            "accepted",
            (string?)(await _archive.Client.GetFromJsonAsync<JsonObject>($"/api/patches/{Patch}/"))!["state"]
        );
    }

    [Fact]
    public async Task A_bad_value_is_answered_as_the_server_does()
    {
        using var answer = await SendAsync(
            HttpMethod.Patch,
            $"/api/patches/{Patch}/",
            JsonContent.Create(new { state = "no such state" })
        );
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(
            "Invalid state no-such-state",
            await answer.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_server_that_is_down_is_a_bad_gateway_and_asked_once()
    {
        using var fault = _archive.Patchwork.Faults.Add(Fault.Dropped);
        using var answer = await SendAsync(
            HttpMethod.Patch,
            $"/api/patches/{Patch}/",
            JsonContent.Create(new { state = "accepted" })
        );
        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Contains(
            "read the resource",
            (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["detail"],
            StringComparison.Ordinal
        );
        Assert.Equal(1, fault.Fired);
    }

    [Fact]
    public async Task A_change_stands_though_the_refresh_fails_and_shows_later()
    {
        using (_archive.Patchwork.Faults.Add(Fault.ServerError, new When { Skip = 1 }))
        {
            using var answer = await SendAsync(
                HttpMethod.Patch,
                $"/api/patches/{Patch}/",
                JsonContent.Create(new { archived = true })
            );
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
        await _archive.Deployment.RunToIdleAsync();
        Assert.True(await IsArchivedAsync());
    }

    [Fact]
    public async Task A_change_whose_answer_is_lost_shows_soon_though_it_raises_no_event()
    {
        using var fault = _archive.Patchwork.Faults.Add(Fault.CutOff, When.On($"/patches/{Patch}/").Only(1));
        using var answer = await SendAsync(
            HttpMethod.Patch,
            $"/api/patches/{Patch}/",
            JsonContent.Create(new { archived = true })
        );
        await _archive.Deployment.DrainAsync();

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.True(await IsArchivedAsync());
    }

    [Fact]
    public async Task A_change_is_made_and_shows_though_its_caller_does_not_wait()
    {
        using var fault = _archive.Patchwork.Faults.Add(
            Fault.Slow(TimeSpan.FromSeconds(1)),
            When.On($"/patches/{Patch}/").Only(1)
        );
        using var impatience = new CancellationTokenSource();
        var sending = SendAsync(
            HttpMethod.Patch,
            $"/api/patches/{Patch}/",
            JsonContent.Create(new { archived = true }),
            cancellationToken: impatience.Token
        );
        await Eventually.TrueAsync(() => fault.Fired > 0);
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);

        await Eventually.TrueAsync(IsArchivedAsync);
    }

    [Fact]
    public async Task A_patch_of_a_project_that_is_not_followed_is_written_and_not_archived()
    {
        const long UBoot = 2175503;
        await using var archive = await ServedArchive.StartAsync(
            new RecordedPatchworkOptions { VisibleEvents = 780 },
            TimeProvider.System,
            ("Patchwork:Projects", "qemu-devel"),
            ("Patchwork:Since", "now")
        );
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"/api/patches/{UBoot}/")
        {
            Content = JsonContent.Create(new { state = "accepted" }),
        };
        request.Headers.TryAddWithoutValidation("Authorization", "Token lucia-token");
        using var answer = await archive.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var shown = await archive.Client.GetAsync($"/api/patches/{UBoot}/");
        Assert.Equal(HttpStatusCode.NotFound, shown.StatusCode);
    }

    [Fact]
    public async Task A_change_stands_though_the_catalog_cannot_follow()
    {
        using (var lease = await _archive.Deployment.Get<Catalogs>().UseAsync(14, default))
        {
            await using var catalog = new SqliteConnection($"Data Source={lease.File.Path};Pooling=False");
            await catalog.OpenAsync();
            await using var command = catalog.CreateCommand();
            command.CommandText = "DROP TABLE followed";
            await command.ExecuteNonQueryAsync();
        }
        using var answer = await SendAsync(
            HttpMethod.Patch,
            $"/api/patches/{Patch}/",
            JsonContent.Create(new { archived = true })
        );

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_page_of_the_server_runs_no_script_here()
    {
        using var fault = _archive.Patchwork.Faults.Add(Fault.BotWall(503));
        using var answer = await SendAsync(HttpMethod.Patch, $"/api/patches/{Patch}/", JsonContent.Create(new { }));
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("sandbox", answer.Headers.GetValues("Content-Security-Policy").Single());
    }

    [Fact]
    public async Task A_caller_whom_the_server_throttles_learns_for_how_long()
    {
        using var fault = _archive.Patchwork.Faults.Add(Fault.TooManyRequests(TimeSpan.FromSeconds(90)));
        using var answer = await SendAsync(HttpMethod.Patch, $"/api/patches/{Patch}/", JsonContent.Create(new { }));
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(90), answer.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task A_body_that_no_write_has_is_refused()
    {
        using var large = new ByteArrayContent(new byte[(1 << 20) + 1]);
        large.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await SendAsync(HttpMethod.Patch, $"/api/patches/{Patch}/", large);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    private async Task<bool> IsArchivedAsync() =>
        (bool)(await _archive.Client.GetFromJsonAsync<JsonObject>($"/api/patches/{Patch}/"))!["archived"]!;

    /// <summary>
    /// The newest event of the patch, as the mirror shows it after a poll; equal to the server's except for the host.
    /// </summary>
    private async Task<JsonNode> EventAsync(string category)
    {
        await _archive.Deployment.RunToIdleAsync();
        await _archive.Deployment.Get<Catalogs>().RenewAsync(14, default);
        using var upstream = new HttpClient { BaseAddress = _archive.Patchwork.Url };
        var path = $"/api/events/?project=qemu-devel&category={category}&patch={Patch}&per_page=1";
        var (said, shown) = (await upstream.GetStringAsync(path), await _archive.Client.GetStringAsync(path));
        Assert.Equal(
            said,
            shown.Replace(
                _archive.Client.BaseAddress!.ToString(),
                upstream.BaseAddress.ToString(),
                StringComparison.Ordinal
            )
        );
        return JsonNode.Parse(shown)![0]!;
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string path,
        HttpContent content,
        string authorization = "Token amara-token",
        CancellationToken cancellationToken = default
    )
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (authorization.Length > 0)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return await _archive.Client.SendAsync(request, cancellationToken);
    }
}
