using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Tests.Webhooks.Formats;

/// <summary>The formats and tokens of subscriptions, as the API takes and shows them.</summary>
public sealed class SubscriptionTokenTests(WebhookHost host) : IClassFixture<WebhookHost>
{
    private const string Token = "t0ps3cret";

    [Theory]
    [InlineData("github", "https://api.github.com/repos/qemu/ci.x/dispatches")]
    [InlineData("github", "https://git.example.org/api/v3/repos/qemu/ci/dispatches")]
    [InlineData("gitlab", "https://gitlab.com/api/v4/projects/1/trigger/pipeline?ref=main")]
    [InlineData(
        "gitlab",
        "https://git.example.org/gitlab/api/v4/projects/a%2Fb/trigger/pipeline?ref=v1&variables[A]=b"
    )]
    [InlineData("slack", "https://hooks.slack.com/services/T01/B02")]
    [InlineData("slack", "https://mattermost.example.org/hooks")]
    [InlineData("matrix", "https://m.example.org/_matrix/client/v3/rooms/!r:example.org/send/m.room.message")]
    [InlineData("matrix", "https://m.example.org/_matrix/client/v3/rooms/%21r:example.org/send/m.room.message")]
    public async Task A_token_is_taken_and_never_shown(string format, string url)
    {
        var input = new JsonObject
        {
            ["url"] = url,
            ["format"] = format,
            ["token"] = Token,
        };
        var (status, made) = await SendAsync(HttpMethod.Post, "", input);
        Assert.Equal(201, status);
        Assert.Equal((format, url, true), ((string)made["format"]!, (string)made["url"]!, (bool)made["hasToken"]!));
        var path = $"/{made["id"]}";

        var (_, shown) = await SendAsync(HttpMethod.Get, path, null);
        var (_, changed) = await SendAsync(HttpMethod.Patch, path, new JsonObject { ["description"] = "CI" });
        foreach (var answer in new[] { made, shown, changed })
        {
            Assert.True((bool)answer["hasToken"]!);
            Assert.DoesNotContain(Token, answer.ToJsonString(), StringComparison.Ordinal);
        }
        var subscription = (
            await host.Hooks.Deployment.Get<SubscriptionStore>().GetAsync((string)made["id"]!, default)
        )!;
        Assert.Equal(Token, await host.Hooks.Deployment.Get<SubscriptionRegistry>().TokenAsync(subscription, default));
    }

    [Theory]
    [InlineData("""{"format": "github", "token": "t"}""", "give a url")]
    [InlineData("""{"format": "github", "url": "https://api.github.com/repos/a/b/dispatches"}""", "needs a token")]
    [InlineData("""{"format": "github", "token": "t", "url": "https://github.com/a/b"}""", "repository_dispatch")]
    [InlineData("""{"format": "github", "token": "t", "url": "https://api.github.com/repos/a/dispatches"}""", "OWNER")]
    [InlineData(
        """{"format": "github", "token": "t", "url": "https://api.github.com/repos/a/b/dispatches?x"}""",
        "OWNER"
    )]
    [InlineData(
        """{"format": "github", "token": "a b", "url": "https://api.github.com/repos/a/b/dispatches"}""",
        "token"
    )]
    [InlineData("""{"format": "github", "token": 5, "url": "https://api.github.com/repos/a/b/dispatches"}""", "token")]
    [InlineData("""{"format": "github", "token": "", "url": "https://api.github.com/repos/a/b/dispatches"}""", "token")]
    [InlineData(
        """{"format": "gitlab", "token": "t", "url": "https://gitlab.com/api/v4/projects/1/trigger/pipeline"}""",
        "ref="
    )]
    [InlineData(
        """{"format": "gitlab", "token": "t", "url": "https://gitlab.com/a/b?ref=main"}""",
        "/api/v4/projects/"
    )]
    [InlineData(
        """{"format": "gitlab", "url": "https://gitlab.com/api/v4/projects/1/trigger/pipeline?ref=a&token=t"}""",
        "give it as token"
    )]
    [InlineData("""{"format": "slack", "url": "https://hooks.slack.com/services/T01/B02"}""", "incoming webhook")]
    [InlineData("""{"format": "slack", "url": "https://hooks.slack.com/"}""", "incoming webhook")]
    [InlineData("""{"format": "slack", "url": "https://hooks.slack.com/services/T01/B02/x?y=z"}""", "incoming webhook")]
    [InlineData("""{"format": "matrix", "token": "t", "url": "https://m.example.org/"}""", "/_matrix/client/v3/rooms/")]
    [InlineData(
        """{"format": "matrix", "token": "t", "url": "https://m.example.org/_matrix/client/v3/rooms/%23r:example.org/send/m.room.message"}""",
        "exclamation mark"
    )]
    [InlineData("""{"format": "standard", "token": "t", "url": "https://ci.example.org/"}""", "takes no token")]
    [InlineData("""{"format": "smoke-signals"}""", "standard, cloudevents, github, gitlab, slack, matrix")]
    public async Task What_does_not_fit_its_format_is_refused_with_the_reason(string input, string reason)
    {
        var (status, problem) = await SendAsync(HttpMethod.Post, "", JsonNode.Parse(input)!.AsObject());

        Assert.Equal(400, status);
        Assert.Contains(reason, (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_part_of_a_chats_address_is_kept_as_its_token()
    {
        var (_, made) = await SendAsync(
            HttpMethod.Post,
            "",
            new JsonObject { ["format"] = "slack", ["url"] = $"https://hooks.slack.com/services/T01/B02/{Token}" }
        );
        Assert.Equal(
            ("https://hooks.slack.com/services/T01/B02", true),
            ((string)made["url"]!, (bool)made["hasToken"]!)
        );
        Assert.DoesNotContain(Token, made.ToJsonString(), StringComparison.Ordinal);

        // What is shown can be sent back, and another address brings its own token.
        var path = $"/{made["id"]}";
        var (same, _) = await SendAsync(HttpMethod.Patch, path, new JsonObject { ["url"] = made["url"]!.DeepClone() });
        Assert.Equal(200, same);
        var (_, moved) = await SendAsync(
            HttpMethod.Patch,
            path,
            new JsonObject { ["url"] = "https://chat.example.org/hooks/another" }
        );
        Assert.Equal("https://chat.example.org/hooks", (string)moved["url"]!);
        Assert.Equal("another", await TokenAsync(made));
    }

    [Fact]
    public async Task A_token_is_not_sent_without_TLS_by_a_mere_change_of_the_address()
    {
        const string Room = "//localhost/_matrix/client/v3/rooms/!r:example.org/send/m.room.message";
        var (_, made) = await SendAsync(
            HttpMethod.Post,
            "",
            new JsonObject
            {
                ["format"] = "matrix",
                ["token"] = Token,
                ["url"] = "https:" + Room,
            }
        );

        var (status, problem) = await SendAsync(
            HttpMethod.Patch,
            $"/{made["id"]}",
            new JsonObject { ["url"] = "http:" + Room }
        );

        Assert.Equal(400, status);
        Assert.Contains("another host or scheme", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_webhook_of_the_same_chat_does_not_wait_as_long_as_the_former_one_asked()
    {
        await using var chat = await Target.StartAsync(context =>
        {
            if (context.Request.Path == "/hooks/another")
                return TimedHooks.AnswerAsync(context, 200, "ok");
            context.Response.Headers.RetryAfter = "86400";
            return TimedHooks.AnswerAsync(context, 429);
        });
        var (path, _) = await host.SubscribeAsync(
            new JsonObject
            {
                ["format"] = "slack",
                ["url"] = $"{chat.Origin}/hooks/former",
                ["types"] = new JsonArray("message.exhausted"),
            }
        );
        await host.PostAsync($"{path}/test");

        var (status, _) = await SendAsync(
            HttpMethod.Patch,
            path["webhooks/subscriptions".Length..],
            new JsonObject { ["url"] = $"{chat.Origin}/hooks/another" }
        );
        Assert.Equal(200, status);
        await host.PostAsync($"{path}/test");
        await host.Hooks.PumpAsync(() => chat.Received.Count > 1);

        Assert.Equal(["/hooks/former", "/hooks/another"], chat.Received.Select(item => item.Target));
    }

    [Fact]
    public async Task What_is_given_again_and_is_the_same_does_not_begin_anew()
    {
        await using var chat = await Target.StartAsync(context =>
        {
            context.Response.Headers.RetryAfter = "86400";
            return TimedHooks.AnswerAsync(context, 429);
        });
        var input = new JsonObject
        {
            ["format"] = "slack",
            ["url"] = $"{chat.Origin}/hooks/{Token}",
            ["headers"] = new JsonObject { ["X-Team"] = "ci" },
            ["types"] = new JsonArray("message.exhausted"),
        };
        var (path, _) = await host.SubscribeAsync(input);
        await host.PostAsync($"{path}/test");

        var (status, _) = await SendAsync(HttpMethod.Patch, path["webhooks/subscriptions".Length..], input);

        Assert.Equal(200, status);
        Assert.NotNull((await host.Hooks.Deliveries.HealthAsync(path.Split('/')[^1], default)).NotBefore);
    }

    [Fact]
    public async Task A_token_goes_to_another_host_only_if_it_is_given_again()
    {
        var (_, made) = await SendAsync(
            HttpMethod.Post,
            "",
            new JsonObject
            {
                ["format"] = "github",
                ["url"] = "https://api.github.com/repos/a/b/dispatches",
                ["token"] = Token,
            }
        );
        var path = $"/{made["id"]}";

        var (renamed, _) = await SendAsync(
            HttpMethod.Patch,
            path,
            new JsonObject { ["url"] = "https://api.github.com/repos/a/c/dispatches" }
        );
        var elsewhere = new JsonObject { ["url"] = "https://evil.example/repos/a/b/dispatches" };
        var (refused, _) = await SendAsync(HttpMethod.Patch, path, elsewhere);
        var (removed, _) = await SendAsync(HttpMethod.Patch, path, new JsonObject { ["token"] = null });
        elsewhere["token"] = "another";
        var (taken, _) = await SendAsync(HttpMethod.Patch, path, elsewhere);

        Assert.Equal((200, 400, 400, 200), (renamed, refused, removed, taken));
        Assert.Equal("another", await TokenAsync(made));
        var (_, plain) = await SendAsync(HttpMethod.Patch, path, new JsonObject { ["format"] = "standard" });
        Assert.False((bool)plain["hasToken"]!);
        Assert.Null(await TokenAsync(made));
    }

    private async Task<string?> TokenAsync(JsonObject made) =>
        await host
            .Hooks.Deployment.Get<SubscriptionRegistry>()
            .TokenAsync(
                (await host.Hooks.Deployment.Get<SubscriptionStore>().GetAsync((string)made["id"]!, default))!,
                default
            );

    private async Task<(int Status, JsonObject Answer)> SendAsync(HttpMethod method, string path, JsonObject? input)
    {
        using var request = new HttpRequestMessage(method, "webhooks/subscriptions" + path);
        if (input is not null)
            request.Content = new StringContent(input.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await host.Client.SendAsync(request);
        return ((int)answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonObject>())!);
    }
}
