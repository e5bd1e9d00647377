using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Hookwork.Webhooks;
using Hookwork.Webhooks.Delivery;
using Hookwork.Webhooks.Payloads;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Tests.Webhooks.Formats;

/// <summary>Deliveries to GitHub, GitLab, Slack and Matrix.</summary>
public sealed class FormatDeliveryTests(TimedHooks shared) : IClassFixture<TimedHooks>, IAsyncLifetime
{
    private Hooks Hooks => shared.Hooks;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => shared.ForgetAsync();

    public static TheoryData<string> Formats => ["github", "gitlab", "slack", "matrix"];

    [Fact]
    public async Task Every_event_of_the_server_reaches_each_service_once()
    {
        await using var world = await EventsTests.World.StartAsync(60);
        await using var github = await ForgeService.StartGitHubAsync();
        await using var gitlab = await ForgeService.StartGitLabAsync();
        await using var slack = await ChatService.StartSlackAsync();
        await using var matrix = await ChatService.StartMatrixAsync();
        await world.Hooks.SubscribeAsync(world.Target.Url);
        List<(Target Target, Subscription Subscription)> services = [];
        foreach (
            var (target, format) in new[]
            {
                (github, "github"),
                (gitlab, "gitlab"),
                (slack, "slack"),
                (matrix, "matrix"),
            }
        )
            services.Add((target, await SubscribeAsync(world.Hooks, target, format)));

        await world.Hooks.RunAsync();
        await world.Hooks.RunAsync();
        // An answer may take longer than a function waits for it.
        await world.Hooks.PumpAsync(() =>
            services.All(service => service.Target.Received.Count == world.Target.Received.Count)
        );

        var expected = world.Target.Received.Select(item => item.Json).ToList();
        Assert.True(expected.DistinctBy(message => (string)message["type"]!).Count() >= 6);
        foreach (var (target, subscription) in services)
        {
            Assert.Equal(expected.Count, target.Received.Count);
            Assert.All(
                await world.Hooks.ListAsync(subscription),
                delivery => Assert.Equal((DeliveryState.Delivered, 1), (delivery.State, delivery.Attempts))
            );
            Assert.All(
                target.Received,
                item => Assert.DoesNotContain(item.Headers, header => header.Key.StartsWith("webhook-"))
            );
        }
        Same(expected, github.Received.Select(item => ForgeService.ReadGitHub(item.Body)));
        Same(expected, gitlab.Received.Select(item => ForgeService.ReadGitLab(item.Body)));
        foreach (var item in github.Received)
        {
            var message = ForgeService.ReadGitHub(item.Body);
            await NodeChecks.ValidateAsync((string)message["type"]!, message.ToJsonString());
        }
        Assert.All(slack.Received, item => Assert.StartsWith("qemu-devel: ", ChatService.ReadSlack(item.Body)));
        Assert.All(matrix.Received, item => Assert.StartsWith("qemu-devel: ", ChatService.ReadMatrix(item.Body)));
        Assert.Contains(
            "qemu-devel: Series completed: virtio-net: Factor out leak of rx ring by ",
            string.Join('\n', slack.Received.Select(item => ChatService.ReadSlack(item.Body))),
            StringComparison.Ordinal
        );
        Assert.Equal(expected.Count, matrix.Received.DistinctBy(item => item.Target).Count());
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Whoever_reads_storage_or_the_log_finds_no_token(string format)
    {
        var secret = format switch
        {
            "github" => ForgeService.GitHubToken,
            "gitlab" => ForgeService.GitLabToken,
            "matrix" => ChatService.MatrixToken,
            _ => ChatService.Slack.Split('/')[^1],
        };
        // A target that repeats the token, at the end of what is kept of its answer.
        await using var target = await Target.StartAsync(context =>
            TimedHooks.AnswerAsync(context, 400, new string('x', 1015) + secret)
        );
        var subscription = await SubscribeAsync(Hooks, target, format);
        await shared.TestAsync(subscription);

        var texts = shared.Log.Lines.Select(line => line.Text).ToList();
        texts.Add(JsonSerializer.Serialize(SubscriptionView.Of(subscription), WebhookJson.Default.SubscriptionView));
        texts.Add(
            JsonSerializer.Serialize(await Hooks.ListAsync(subscription), WebhookJson.Default.IReadOnlyListDeliveryView)
        );
        var archive = Hooks.Deployment.Archive;
        foreach (var table in new[] { archive.Subscriptions, archive.Deliveries, archive.Outbox, archive.Payloads })
        {
            await foreach (var row in table.QueryAsync<TableEntity>())
                texts.AddRange(row.Select(property => property.Value).OfType<string>());
        }
        await foreach (var row in archive.Payloads.QueryAsync<TableEntity>())
        {
            var body = await Hooks.Deployment.Get<PayloadStore>().GetAsync(new(row.PartitionKey, row.RowKey), default);
            texts.Add(System.Text.Encoding.UTF8.GetString(body!));
        }

        Assert.True(texts.Count > 10);
        Assert.DoesNotContain(texts, text => text.Contains(secret[..6], StringComparison.Ordinal));
        Assert.Equal(
            "The answer repeats the token or a header, so it is not kept.",
            Assert.Single((await Hooks.ListAsync(subscription)).Single().LastAttempts).Response
        );
        var sent = Assert.Single(target.Received);
        Assert.Contains(
            secret,
            $"{sent.Target} {sent.Headers.GetValueOrDefault("authorization")} {sent.Body}",
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("github", 301, "", "renamed or moved")]
    [InlineData("github", 401, """{"message":"Bad credentials"}""", "give a new one")]
    [InlineData("github", 403, """{"message":"Resource not accessible by personal access token"}""", "contents: write")]
    [InlineData("github", 403, """{"message":"You have exceeded a secondary rate limit."}""", "limits the rate")]
    [InlineData("github", 404, """{"message":"Not Found"}""", "no such repository, or the token may not see it")]
    [InlineData("github", 422, """{"message":"Invalid request."}""", "its answer says why")]
    [InlineData("github", 429, "", "limits the rate")]
    [InlineData("gitlab", 400, """{"message":{"base":["Reference not found"]}}""", "correct ref in the url")]
    [InlineData(
        "gitlab",
        400,
        """{"message":{"base":["Insufficient permissions to set pipeline variables"]}}""",
        "may not set variables"
    )]
    [InlineData("gitlab", 400, """{"message":{"base":["Pipeline will not run"]}}""", ".gitlab-ci.yml")]
    [InlineData("gitlab", 400, """{"message":"Too many pipelines created"}""", "lower rateLimit")]
    [InlineData("gitlab", 401, "", "pipeline trigger token")]
    [InlineData("gitlab", 403, """{"message":"403 Forbidden"}""", "may not run pipelines")]
    [InlineData("gitlab", 404, """{"message":"404 Not Found"}""", "not a trigger token of it")]
    [InlineData("gitlab", 429, "Retry later", "limits the rate")]
    [InlineData("slack", 400, "invalid_payload", "cannot read the message")]
    [InlineData("slack", 403, "action_prohibited", "admin")]
    [InlineData("slack", 403, "invalid_token", "make a new one")]
    [InlineData("slack", 404, "no_service", "make a new one")]
    [InlineData("slack", 404, "no_team", "workspace is gone")]
    [InlineData("slack", 404, "channel_not_found", "does not exist any more")]
    [InlineData("slack", 410, "channel_is_archived", "channel is archived")]
    [InlineData("slack", 429, "", "limits the rate")]
    [InlineData("slack", 500, "rollup_error", "tries again")]
    [InlineData("matrix", 401, """{"errcode":"M_UNKNOWN_TOKEN","error":"?"}""", "give a new one")]
    [InlineData("matrix", 403, """{"errcode":"M_FORBIDDEN","error":"?"}""", "let it join")]
    [InlineData("matrix", 404, """{"errcode":"M_UNRECOGNIZED","error":"?"}""", "no such room")]
    [InlineData("matrix", 413, """{"errcode":"M_TOO_LARGE","error":"?"}""", "too large")]
    [InlineData("matrix", 429, """{"errcode":"M_LIMIT_EXCEEDED","error":"?"}""", "limits the rate")]
    [InlineData("matrix", 500, "{", "The target answered 500.")]
    [InlineData("matrix", 500, """{"errcode":"A","errcode":"B"}""", "The target answered 500.")]
    [InlineData("matrix", 500, """{"errcode":"\ud800"}""", "The target answered 500.")]
    [InlineData("matrix", 500, """{"\ud800":"A"}""", "The target answered 500.")]
    public async Task A_refusal_says_in_one_sentence_what_to_do(
        string format,
        int status,
        string answer,
        string sentence
    )
    {
        await using var target = await Target.StartAsync(context => TimedHooks.AnswerAsync(context, status, answer));
        var subscription = await SubscribeAsync(Hooks, target, format);

        await shared.TestAsync(subscription);

        var delivery = Assert.Single(await Hooks.ListAsync(subscription));
        var attempt = Assert.Single(delivery.LastAttempts);
        Assert.Equal((DeliveryState.Pending, status), (delivery.State, attempt.Status));
        Assert.Contains(sentence, attempt.Failure, StringComparison.Ordinal);
        Assert.EndsWith(".", attempt.Failure, StringComparison.Ordinal);
        var stored = (await Hooks.Deployment.Get<SubscriptionStore>().GetAsync(subscription.Id, default))!;
        Assert.Equal(status == 410, stored.Status == SubscriptionStatus.Disabled);
        if (status == 410)
            Assert.Contains(sentence, stored.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("github", 403, "", "x-ratelimit", 900)]
    [InlineData("github", 429, "", "retry-after", 900)]
    [InlineData("github", 403, """{"message":"You have exceeded a secondary rate limit."}""", "", 60)]
    [InlineData("gitlab", 429, "Retry later", "retry-after", 900)]
    [InlineData("gitlab", 400, """{"message":"Too many pipelines created"}""", "", 60)]
    [InlineData("slack", 429, "rate_limited", "retry-after", 900)]
    [InlineData("matrix", 429, """{"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":900000}""", "", 900)]
    [InlineData("matrix", 429, """{"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":1}""", "retry-after", 900)]
    public async Task A_service_that_limits_the_rate_is_left_alone_for_as_long_as_it_asks(
        string format,
        int status,
        string answer,
        string header,
        int seconds
    )
    {
        var refuses = true;
        await using var target = await Target.StartAsync(context =>
        {
            if (!refuses)
                return TimedHooks.AnswerAsync(context, 200);
            if (header == "retry-after")
                context.Response.Headers.RetryAfter = $"{seconds}";
            if (header == "x-ratelimit")
            {
                context.Response.Headers["X-RateLimit-Remaining"] = "0";
                context.Response.Headers["X-RateLimit-Reset"] =
                    $"{shared.Clock.GetUtcNow().AddSeconds(seconds).ToUnixTimeSeconds()}";
            }
            return TimedHooks.AnswerAsync(context, status, answer);
        });
        var subscription = await SubscribeAsync(Hooks, target, format);
        await shared.TestAsync(subscription);
        var first = Assert.Single(await Hooks.ListAsync(subscription));
        Assert.Equal(status, Assert.Single(first.LastAttempts).Status);
        refuses = false;

        // Another message of the subscription waits, too.
        await shared.TestAsync(subscription);
        await Hooks.AdvanceAsync(shared.Clock, TimeSpan.FromSeconds(seconds - 2));
        Assert.Single(target.Received);
        await Hooks.AdvanceAsync(shared.Clock, TimeSpan.FromSeconds(seconds * RetrySchedule.Jitter + 4));

        Assert.Equal(3, target.Received.Count);
        Assert.All(
            await Hooks.ListAsync(subscription),
            delivery => Assert.Equal(DeliveryState.Delivered, delivery.State)
        );
    }

    [Fact]
    public async Task A_notice_that_is_sent_again_is_the_same_transaction()
    {
        var calls = 0;
        await using var matrix = await ChatService.StartMatrixAsync();
        var answers = matrix.Answer;
        // The first answer is lost.
        matrix.Answer = context =>
            Interlocked.Increment(ref calls) == 1 ? TimedHooks.AnswerAsync(context, 500) : answers(context);
        var subscription = await SubscribeAsync(Hooks, matrix, "matrix");
        await shared.TestAsync(subscription);
        await Hooks.AdvanceAsync(shared.Clock, TimeSpan.FromSeconds(7));

        Assert.Equal(2, matrix.Received.Count);
        Assert.Single(matrix.Received.DistinctBy(item => (item.Method, item.Target, item.Body)));
        Assert.EndsWith(
            $"/{(await Hooks.ListAsync(subscription)).Single().Id}",
            matrix.Received.First().Target,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Headers_of_a_subscription_take_precedence_over_those_of_its_format()
    {
        await using var target = await Target.StartAsync();
        var (subscription, _) = await Hooks.SubscribeAsync(
            target.Origin + ForgeService.GitHubPath,
            """{"format": "github", "token": "t", "types": ["series.completed"], "headers": {"Accept": "application/json"}}"""
        );

        await shared.TestAsync(subscription);

        Assert.Equal("application/json", Assert.Single(target.Received).Headers["accept"]);
    }

    [Fact]
    public async Task An_answer_that_repeats_a_header_of_the_subscription_is_not_kept()
    {
        await using var target = await Target.StartAsync(context =>
            TimedHooks.AnswerAsync(context, 403, "dGhlLXNlY3JldA== is not known here.")
        );
        var (subscription, _) = await Hooks.SubscribeAsync(
            target.Url,
            """{"types": ["series.completed"], "headers": {"Authorization": "Basic dGhlLXNlY3JldA=="}}"""
        );

        await shared.TestAsync(subscription);

        Assert.Equal(
            "The answer repeats the token or a header, so it is not kept.",
            Assert.Single((await Hooks.ListAsync(subscription)).Single().LastAttempts).Response
        );
    }

    [Fact]
    public async Task An_answer_that_repeats_the_secret_without_what_follows_it_in_the_address_is_not_kept()
    {
        await using var target = await Target.StartAsync(context =>
            TimedHooks.AnswerAsync(context, 404, "The webhook s3cret-of-1 is not known here.")
        );
        var (subscription, _) = await Hooks.SubscribeAsync(
            target.Origin + "/api/webhooks/1/s3cret-of-1/slack",
            """{"types": ["series.completed"], "format": "slack"}"""
        );

        await shared.TestAsync(subscription);

        Assert.Equal(
            "The answer repeats the token or a header, so it is not kept.",
            Assert.Single((await Hooks.ListAsync(subscription)).Single().LastAttempts).Response
        );
    }

    [Fact]
    public async Task What_waits_while_the_format_is_changed_is_sent_in_the_new_one()
    {
        await using var github = await ForgeService.StartGitHubAsync();
        var registry = Hooks.Deployment.Get<SubscriptionRegistry>();
        var (subscription, _) = await Hooks.SubscribeAsync(github.Origin + ForgeService.GitHubPath);
        await registry.PauseAsync(subscription.Id, default);
        await shared.TestAsync(subscription);

        var change = new JsonObject { ["format"] = "github", ["token"] = ForgeService.GitHubToken };
        await registry.ChangeAsync(subscription.Id, change, default);
        await registry.ActivateAsync(subscription.Id, default);
        await Hooks.AdvanceAsync(shared.Clock, TimeSpan.FromSeconds(1));

        Assert.Equal(DeliveryState.Delivered, Assert.Single(await Hooks.ListAsync(subscription)).State);
        Assert.Equal(
            subscription.Id,
            (string)ForgeService.ReadGitHub(Assert.Single(github.Received).Body)["data"]!["subscription"]!
        );
    }

    /// <summary>Subscribes a service.</summary>
    private static async Task<Subscription> SubscribeAsync(Hooks hooks, Target target, string format)
    {
        var (path, token) = format switch
        {
            "github" => (ForgeService.GitHubPath, ForgeService.GitHubToken),
            "gitlab" => (ForgeService.GitLabPath + "?ref=main", ForgeService.GitLabToken),
            "matrix" => (ChatService.Room, ChatService.MatrixToken),
            _ => (ChatService.Slack, null),
        };
        var more = new JsonObject { ["format"] = format };
        if (token is not null)
            more["token"] = token;
        return (await hooks.SubscribeAsync(target.Origin + path, more.ToJsonString())).Subscription;
    }

    private static void Same(IEnumerable<JsonNode> expected, IEnumerable<JsonObject> sent)
    {
        var found = sent.ToDictionary(message => Key(message), message => message);
        foreach (var message in expected)
            Assert.True(JsonNode.DeepEquals(message["data"], found[Key(message)]["data"]));
    }

    private static string Key(JsonNode message) =>
        $"{message["type"]} {message["data"]!["id"]} {message["data"]!["patch"]?["id"]} {message["data"]!["cover"]?["id"]}";
}
