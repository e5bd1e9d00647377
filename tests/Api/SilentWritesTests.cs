using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Hookwork.Archive.Resources;
using Hookwork.Catalog;
using Hookwork.Recorded;

namespace Hookwork.Tests.Api;

/// <summary>Writes that raise no event, and those that change other resources too.</summary>
public sealed class SilentWritesTests : IAsyncLifetime
{
    private const string Amara = "Token amara-token";
    private const string Lucia = "Token lucia-token";

    private ServedArchive _archive = null!;

    public async Task InitializeAsync() => _archive = await ServedArchive.StartAsync(visibleEvents: 25);

    public Task DisposeAsync() => _archive.DisposeAsync();

    [Fact]
    public async Task A_change_of_a_project_shows_at_once_there_and_in_its_patches()
    {
        foreach (var (name, method) in new[] { ("qemu-devel", HttpMethod.Patch), ("14", HttpMethod.Put) })
        {
            var address = $"https://{method}.example.org/".ToLowerInvariant();
            using var answer = await SendAsync(method, $"projects/{name}/", new { web_url = address });

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(address, (string?)(await ReadAsync(answer))["web_url"]);
            Assert.Equal(address, (string?)(await GetAsync("projects/qemu-devel/"))["web_url"]);
            Assert.Equal(address, (string?)(await GetAsync("patches/2170000/"))["project"]!["web_url"]);
        }
    }

    [Fact]
    public async Task A_new_archive_of_the_list_shows_at_once_in_the_address_of_each_mail()
    {
        const string Lore = "https://lore.example.org/r/";
        using var answer = await SendAsync(
            HttpMethod.Patch,
            "projects/qemu-devel/",
            new { list_archive_url_format = Lore + "{}" }
        );
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await _archive.Deployment.RunToIdleAsync();
        await _archive.Deployment.Get<Catalogs>().RenewAsync(14, default);

        foreach (
            var path in new[]
            {
                "patches/2170004/",
                "patches/2170004/comments/",
                "patches/2170004/comments/3600000/",
                "patches/",
                "covers/2160000/",
                "series/484000/",
                "events/?category=patch-comment-created",
            }
        )
        {
            var mails = MailsIn(await GetAsync(path)).ToList();
            Assert.NotEmpty(mails);
            Assert.All(
                mails,
                mail => Assert.Equal(Lore + ((string)mail["msgid"]!).Trim('<', '>'), (string?)mail["list_archive_url"])
            );
        }
        Assert.Contains(Lore, await _archive.Client.GetStringAsync("/patch/2170004/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_of_a_user_shows_at_once_and_only_to_themselves_with_settings()
    {
        using var patch = await SendAsync(HttpMethod.Patch, "patches/2170000/", new { @delegate = 2 });
        Assert.Equal(HttpStatusCode.OK, patch.StatusCode);
        using var answer = await SendAsync(
            HttpMethod.Patch,
            "users/2/",
            new { last_name = "Ibarra", settings = new { items_per_page = 7 } },
            Lucia
        );

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(7, (int)(await ReadAsync(answer))["settings"]!["items_per_page"]!);
        Assert.Equal("Ibarra", (string?)(await GetAsync("patches/2170000/"))["delegate"]!["last_name"]);
        Assert.Equal("Ibarra", (string?)(await GetAsync("users/?q=lucia", Amara))[0]!["last_name"]);
        Assert.DoesNotContain(
            "settings",
            System.Text.Encoding.UTF8.GetString(
                (await _archive.Deployment.Get<EmbeddedStore>().JsonAsync(EmbeddedKind.User, 2, default))!
            ),
            StringComparison.Ordinal
        );
        using var upstream = new HttpClient { BaseAddress = _archive.Patchwork.Url };
        foreach (var caller in new[] { Lucia, Amara })
        {
            foreach (var path in new[] { "/api/users/2/", "/api/1.1/users/2/", "/api/users/9/" })
            {
                using var said = await SendAsync(upstream, HttpMethod.Get, path, null, caller);
                using var shown = await SendAsync(_archive.Client, HttpMethod.Get, path, null, caller);
                Assert.Equal(said.StatusCode, shown.StatusCode);
                Assert.Equal(
                    (await said.Content.ReadAsStringAsync()).Replace(
                        upstream.BaseAddress.ToString(),
                        _archive.Client.BaseAddress!.ToString(),
                        StringComparison.Ordinal
                    ),
                    await shown.Content.ReadAsStringAsync()
                );
            }
        }
    }

    [Fact]
    public async Task A_user_is_shown_without_settings_while_the_server_fails()
    {
        using var known = await SendAsync(_archive.Client, HttpMethod.Get, "/api/users/2/", null, Lucia);
        using var fault = _archive.Patchwork.Faults.Add(Fault.ServerError, When.On("/users/2/"));
        using var answer = await SendAsync(_archive.Client, HttpMethod.Get, "/api/users/2/", null, Lucia);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var user = await ReadAsync(answer);
        Assert.Equal("lucia", (string?)user["username"]);
        Assert.Null(user["settings"]);
    }

    [Fact]
    public async Task A_bundle_shows_at_once_until_it_is_private_or_deleted()
    {
        using var made = await SendAsync(
            HttpMethod.Post,
            "bundles/",
            new
            {
                name = "for next",
                @public = true,
                patches = new[] { 2170002, 2170000, 2170001 },
            }
        );

        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var id = (long)(await ReadAsync(made))["id"]!;
        Assert.Equal($"{_archive.Client.BaseAddress}api/bundles/{id}/", made.Headers.Location?.ToString());
        await AssertMboxAsync("amara/for%20next");

        using var changed = await SendAsync(
            HttpMethod.Patch,
            $"bundles/{id}/",
            new { name = "next", patches = new[] { 2170001, 2170000 } }
        );
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        await AssertMboxAsync("amara/next");
        using var former = await _archive.Client.GetAsync("/bundle/amara/for%20next/mbox/");
        Assert.Equal(HttpStatusCode.NotFound, former.StatusCode);

        using var hidden = await SendAsync(HttpMethod.Patch, $"bundles/{id}/", new { @public = false });
        Assert.Equal(HttpStatusCode.OK, hidden.StatusCode);
        Assert.Empty((await GetAsync("bundles/")).AsArray());

        using var whole = await SendAsync(
            HttpMethod.Put,
            $"bundles/{id}/",
            new
            {
                name = "again",
                @public = true,
                patches = new[] { 2170003 },
            }
        );
        Assert.Equal(HttpStatusCode.OK, whole.StatusCode);
        Assert.Equal("again", (string?)Assert.Single((await GetAsync("bundles/")).AsArray())!["name"]);

        using var deleted = await SendAsync(HttpMethod.Delete, $"bundles/{id}/", null);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        using var gone = await _archive.Client.GetAsync($"/api/bundles/{id}/");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task A_private_bundle_is_made_and_not_archived()
    {
        using var made = await SendAsync(
            HttpMethod.Post,
            "bundles/",
            new { name = "secret", patches = new[] { 2170002 } }
        );

        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.Empty(await _archive.Deployment.Get<BundleStore>().AllAsync(default).ToListAsync());
    }

    [Fact]
    public async Task What_the_server_refuses_is_answered_as_it_refuses()
    {
        (string Method, string Path, string Body, string Authorization)[] refused =
        [
            ("POST", "bundles/", """{"name": "x", "patches": [2170000]}""", ""),
            ("POST", "bundles/", """{"name": "x", "patches": []}""", Amara),
            ("POST", "bundles/", """{"name": "", "patches": [1]}""", Amara),
            ("PATCH", "bundles/77/", """{"public": true}""", Amara),
            ("PATCH", "users/1/", """{"first_name": "Someone"}""", Lucia),
            ("PATCH", "projects/14/", """{"web_url": "https://example.org/"}""", ""),
            ("PATCH", "projects/nothing/", """{"web_url": "https://example.org/"}""", Amara),
            ("DELETE", "projects/14/", "", Amara),
        ];
        using var upstream = new HttpClient { BaseAddress = _archive.Patchwork.Url };
        foreach (
            var (root, (method, path, body, authorization)) in new[] { "/api/", "/api/1.1/" }.SelectMany(root =>
                refused.Select(one => (root, one))
            )
        )
        {
            var sent = body.Length == 0 ? null : JsonNode.Parse(body);
            using var said = await SendAsync(upstream, new HttpMethod(method), root + path, sent, authorization);
            using var answer = await SendAsync(
                _archive.Client,
                new HttpMethod(method),
                root + path,
                sent,
                authorization
            );

            Assert.False(answer.IsSuccessStatusCode, $"{method} {path}");
            Assert.Equal((method, path, said.StatusCode), (method, path, answer.StatusCode));
            Assert.Equal(await said.Content.ReadAsStringAsync(), await answer.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task A_changed_relation_shows_at_once_on_every_patch_concerned()
    {
        await RelateAsync(2170001, 2170002, 2170003);
        await AssertRelatedAsync(2170001, 2170002, 2170003);

        // One more joins.
        await RelateAsync(2170004, 2170002);
        await AssertRelatedAsync(2170001, 2170002, 2170003, 2170004);

        // One leaves.
        await RelateAsync(2170002);
        await AssertRelatedAsync(2170001, 2170003, 2170004);
        await AssertRelatedAsync(2170002);
    }

    /// <summary>Every patch, cover letter and comment in an answer.</summary>
    private static IEnumerable<JsonObject> MailsIn(JsonNode? node)
    {
        IEnumerable<JsonObject> below = node switch
        {
            JsonObject item => item.SelectMany(field => MailsIn(field.Value)),
            JsonArray items => items.SelectMany(item => MailsIn(item)),
            _ => [],
        };
        return node is JsonObject mail && mail.ContainsKey("msgid") ? below.Append(mail) : below;
    }

    private async Task RelateAsync(long patch, params long[] related)
    {
        using var answer = await SendAsync(HttpMethod.Patch, $"patches/{patch}/", new { related });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private async Task AssertRelatedAsync(params long[] patches)
    {
        var listed = (await GetAsync("patches/?order=id&per_page=250")).AsArray();
        foreach (var id in patches)
        {
            foreach (
                var patch in new[]
                {
                    await GetAsync($"patches/{id}/"),
                    listed.Single(item => (long)item!["id"]! == id)!,
                }
            )
                Assert.Equal(
                    patches.Where(other => other != id),
                    patch["related"]!.AsArray().Select(other => (long)other!["id"]!)
                );
        }
    }

    private async Task AssertMboxAsync(string bundle)
    {
        using var upstream = new HttpClient { BaseAddress = _archive.Patchwork.Url };
        Assert.Equal(
            await upstream.GetStringAsync($"/bundle/{bundle}/mbox/"),
            await _archive.Client.GetStringAsync($"/bundle/{bundle}/mbox/")
        );
    }

    private Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string path,
        object? body,
        string authorization = Amara
    ) => SendAsync(_archive.Client, method, "/api/" + path, body, authorization);

    private static Task<HttpResponseMessage> SendAsync(
        HttpClient client,
        HttpMethod method,
        string path,
        object? body,
        string authorization
    )
    {
        var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (authorization.Length > 0)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return client.SendAsync(request);
    }

    private async Task<JsonNode> GetAsync(string path, string authorization = "")
    {
        using var answer = await SendAsync(HttpMethod.Get, path, null, authorization);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await ReadAsync(answer);
    }

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage answer) =>
        JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
}
