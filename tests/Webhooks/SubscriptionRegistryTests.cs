using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Hookwork.Archive;
using Hookwork.Catalog.Query;
using Hookwork.Input;
using Hookwork.Tests.Catalog;
using Hookwork.Tests.Ingest;
using Hookwork.Webhooks.Reporting;
using Hookwork.Webhooks.Subscriptions;
using Hookwork.Webhooks.Targets;

namespace Hookwork.Tests.Webhooks;

/// <summary>Secrets of subscriptions and reports while storage fails or their keys are lost.</summary>
public sealed class SubscriptionRegistryTests(WebhookHost host) : IClassFixture<WebhookHost>
{
    [Fact]
    public async Task What_storage_wrote_without_an_answer_is_written_once()
    {
        var lost = new LostAnswer();
        await using var deployment = await Deployment.StartAsync(host.Patchwork.Url, policy: lost);
        var registry = deployment.Get<SubscriptionRegistry>();

        lost.IsNext = true;
        var (made, secret) = await registry.CreateAsync([], default);
        lost.IsNext = true;
        var rotated = (await registry.RotateAsync(made.Id, default))!.Value;

        Assert.False(lost.IsNext);
        var subscription = Assert.Single(await deployment.Get<SubscriptionStore>().AllAsync(default));
        Assert.Equal([rotated.Secret, secret], await registry.SecretsAsync(subscription, default));

        lost.IsNext = true;
        Assert.True(await registry.DisableAsync(made, "Its target is gone.", default));
        Assert.False(lost.IsNext);
        Assert.False(await registry.DisableAsync(made, "Its target is gone.", default));
    }

    [Fact]
    public async Task A_subscription_whose_target_was_changed_meanwhile_is_not_disabled()
    {
        await using var deployment = await Deployment.StartAsync(host.Patchwork.Url, settings: Hooks.Local);
        var registry = deployment.Get<SubscriptionRegistry>();
        var (former, _) = await new Hooks(deployment).SubscribeAsync("http://127.0.0.1:9/former");
        var changed = await registry.ChangeAsync(
            former.Id,
            JsonNode.Parse("""{"url": "http://127.0.0.1:9/"}""")!.AsObject(),
            default
        );

        Assert.False(await registry.DisableAsync(former, "Its target is gone.", default));
        Assert.Equal(
            SubscriptionStatus.Active,
            (await deployment.Get<SubscriptionStore>().GetAsync(former.Id, default))!.Status
        );
        Assert.True(await registry.DisableAsync(changed!, "Its target is gone.", default));
    }

    /// <summary>A column of a storage account holds 32 Ki characters; Azurite takes more.</summary>
    [Fact]
    public async Task The_longest_query_fits_in_a_column_in_any_script()
    {
        await using var deployment = await Deployment.StartAsync(host.Patchwork.Url, settings: Hooks.Local);
        var query = string.Join(' ', Enumerable.Repeat(new string('ü', 64), SearchQuery.MaxTerms));

        var settings = JsonSerializer.Serialize(new { query });
        var (made, _) = await new Hooks(deployment).SubscribeAsync("http://127.0.0.1:9/", settings);

        Assert.Equal(query, made.Settings.Query);
        var row = await deployment.Archive.Subscriptions.QueryAsync<TableEntity>().SingleAsync();
        Assert.InRange(row.GetString("Settings").Length, query.Length, 32 << 10);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public async Task A_blank_query_is_none(string query)
    {
        await using var deployment = await Deployment.StartAsync(host.Patchwork.Url);
        var (made, _) = await new Hooks(deployment).SubscribeAsync(null, $$"""{"query": "{{query}}"}""");
        Assert.Null(made.Settings.Query);
    }

    [Fact]
    public async Task Once_the_keys_are_lost_a_rotation_and_new_headers_repair_a_subscription()
    {
        await using var target = await Target.StartAsync();
        await using var former = await Deployment.StartAsync(host.Patchwork.Url, settings: Hooks.Local);
        var (made, _) = await new Hooks(former).SubscribeAsync(target.Url, """{"headers": {"X-A": "1"}}""");
        await foreach (var key in former.Archive.KeyRing.GetBlobsAsync())
            await former.Archive.KeyRing.DeleteBlobAsync(key.Name);
        await using var deployment = await Deployment.StartAsync(
            host.Patchwork.Url,
            former.Storage,
            settings: Hooks.Local
        );
        var (registry, sender) = (deployment.Get<SubscriptionRegistry>(), deployment.Get<WebhookSender>());

        var refused = await sender.SendAsync(made, "one", "{}"u8.ToArray(), default);
        var (_, secret) = (await registry.RotateAsync(made.Id, default))!.Value;
        var repaired = await registry.ChangeAsync(
            made.Id,
            JsonNode.Parse("""{"headers": {"X-A": "2"}}""")!.AsObject(),
            default
        );
        var sent = await sender.SendAsync(repaired!, "one", "{}"u8.ToArray(), default);

        Assert.Contains("rotate the secret", refused.Error, StringComparison.Ordinal);
        Assert.Equal([secret], await registry.SecretsAsync(repaired!, default));
        Assert.True(sent.Succeeded, sent.Failure);
        Assert.Equal("2", Assert.Single(target.Received).Headers["x-a"]);
    }

    [Fact]
    public async Task The_secret_that_receivers_have_signs_along_also_if_its_rotation_is_repeated()
    {
        var registry = host.Hooks.Deployment.Get<SubscriptionRegistry>();
        var (made, first) = await registry.CreateAsync([], default);

        var (_, lost) = (await registry.RotateAsync(made.Id, default))!.Value;
        var (rotated, newest) = (await registry.RotateAsync(made.Id, default))!.Value;

        Assert.Equal([newest, lost, first], await registry.SecretsAsync(rotated, default));
    }

    [Fact]
    public async Task The_last_four_old_secrets_sign_along_for_a_day()
    {
        var clock = new TestClock(stands: true);
        await using var deployment = await Deployment.StartAsync(host.Patchwork.Url, time: clock);
        var registry = deployment.Get<SubscriptionRegistry>();
        var (subscription, first) = await registry.CreateAsync([], default);
        List<string> newestFirst = [first];
        for (var rotation = 0; rotation < 6; rotation++)
        {
            (subscription, var secret) = (await registry.RotateAsync(subscription.Id, default))!.Value;
            newestFirst.Insert(0, secret);
        }

        Assert.Equal(newestFirst[..5], await registry.SecretsAsync(subscription, default));
        clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        Assert.Equal(newestFirst[..5], await registry.SecretsAsync(subscription, default));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(newestFirst[..1], await registry.SecretsAsync(subscription, default));
    }

    /// <summary>The limits that docs/webhooks.md names.</summary>
    [Theory]
    [InlineData("url", 2048)]
    [InlineData("description", 500)]
    [InlineData("projects", 100)]
    [InlineData("headers", 10)]
    [InlineData("one header", 1000)]
    public async Task A_field_is_taken_up_to_its_limit(string field, int most)
    {
        var registry = host.Hooks.Deployment.Get<SubscriptionRegistry>();

        await registry.CreateAsync(Of(most), default);
        await Assert.ThrowsAsync<InputException>(() => registry.CreateAsync(Of(most + 1), default));

        JsonObject Of(int size) =>
            field switch
            {
                "url" => new() { ["url"] = "https://ci.example.org/".PadRight(size, 'a') },
                "description" => new() { ["description"] = new string('a', size) },
                "projects" => new()
                {
                    ["projects"] = new JsonArray([.. Enumerable.Range(0, size).Select(_ => JsonValue.Create("14"))]),
                },
                "headers" => new()
                {
                    ["headers"] = new JsonObject(
                        Enumerable.Range(0, size).Select(number => KeyValuePair.Create($"X-{number}", (JsonNode?)"1"))
                    ),
                },
                _ => new() { ["headers"] = new JsonObject { ["X-A"] = new string('a', size) } },
            };
    }

    [Fact]
    public async Task There_can_be_a_thousand_subscriptions()
    {
        await using var deployment = await Deployment.StartAsync(host.Patchwork.Url);
        var registry = deployment.Get<SubscriptionRegistry>();
        await registry.CreateAsync([], default);
        var row = await deployment.Archive.Subscriptions.QueryAsync<TableEntity>().SingleAsync();
        foreach (var some in Enumerable.Range(0, 998).Chunk(100))
            await deployment.Archive.Subscriptions.SubmitTransactionAsync(
                some.Select(number => new TableTransactionAction(
                    TableTransactionActionType.Add,
                    new TableEntity(row.PartitionKey, $"{number:D32}")
                    {
                        ["Settings"] = row["Settings"],
                        ["Status"] = row["Status"],
                        ["Secret"] = row["Secret"],
                    }
                ))
            );

        await registry.CreateAsync([], default);
        var refusal = await Assert.ThrowsAsync<InputException>(() => registry.CreateAsync([], default));

        Assert.StartsWith("There are already 1000 subscriptions", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_are_read_again_for_those_of_other_instances_and_not_for_made_up_texts()
    {
        var wire = new Wire();
        await using var deployment = await Deployment.StartAsync(host.Patchwork.Url, policy: wire);
        await using var other = await Deployment.StartAsync(host.Patchwork.Url, deployment.Storage);
        var (box, madeUp) = (deployment.Get<SecretBox>(), new string('A', 200));
        await Assert.ThrowsAnyAsync<CryptographicException>(() => box.UnprotectAsync(madeUp, default));
        var secret = await other.Get<SecretBox>().ProtectAsync("secret", default);
        Assert.Equal("secret", await box.UnprotectAsync(secret, default));
        var before = Reads();

        for (var time = 0; time < 3; time++)
            await Assert.ThrowsAnyAsync<CryptographicException>(() => box.UnprotectAsync(madeUp, default));

        Assert.Equal((1, 1), (before, Reads()));

        int Reads() =>
            wire.Requests.Count(request =>
                request.StartsWith("GET ", StringComparison.Ordinal)
                && request.EndsWith(".xml", StringComparison.Ordinal)
            );
    }

    [Fact]
    public async Task Keys_are_looked_up_once_for_all_secrets_that_are_decrypted_at_a_start()
    {
        var (deployment, wire) = (host.Hooks.Deployment, new Wire());
        var secret = await deployment.Get<SecretBox>().ProtectAsync("secret", default);
        var box = new SecretBox(new ArchiveStorage(wire.Connect(deployment.Storage)));

        var texts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => box.UnprotectAsync(secret, default)));

        Assert.All(texts, text => Assert.Equal("secret", text));
        Assert.Single(wire.Requests, request => request.Contains("comp=list", StringComparison.Ordinal));
    }

    /// <summary>Anybody can send such texts to /report/. Who encrypts a report address waited for each look.</summary>
    [Fact]
    public async Task Made_up_texts_that_come_at_once_share_a_look_at_the_keys()
    {
        var (wire, madeUp) = (new Wire(), new string('A', 200));
        var box = new SecretBox(new ArchiveStorage(wire.Connect(host.Hooks.Deployment.Storage)));
        await box.ProtectAsync("secret", default);
        wire.Requests.Clear();

        List<Task<string>> asked;
        using (wire.Hold("comp=list"))
            asked = [.. Enumerable.Range(0, 20).Select(_ => box.UnprotectAsync(madeUp, default))];
        foreach (var text in asked)
            await Assert.ThrowsAnyAsync<CryptographicException>(() => text);

        // That of the first, and one that began after the others had come.
        Assert.Equal(2, wire.Requests.Count(request => request.Contains("comp=list", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Whoever_polls_is_told_what_to_do_once_the_keys_are_lost()
    {
        var deployment = host.Hooks.Deployment;
        var (made, _) = await deployment.Get<SubscriptionRegistry>().CreateAsync([], default);
        await deployment
            .Get<SubscriptionStore>()
            .ChangeAsync(made.Id, current => current with { Secret = "lost" }, default);

        using var answer = await host.Client.GetAsync($"webhooks/subscriptions/{made.Id}/messages");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("rotate the secret", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_is_given_up_once_the_key_of_its_token_is_lost()
    {
        var (store, now) = (host.Hooks.Deployment.Get<ReportStore>(), DateTimeOffset.UtcNow);
        var key = new ReportKey("lost", "build");
        var waiting = new PatchReport(1, PatchReport.Waiting, null);
        await store.TryPutAsync(
            key,
            new Report("build", """{"state": "success"}""", [waiting], 1, now.AddDays(1)) { Token = "lost", Due = now },
            null,
            default
        );

        await host.Hooks.Deployment.Get<Reports>().ResumeAsync(key, now, default);

        var report = (await store.GetAsync(key, default))!;
        Assert.False(report.IsWaiting);
        Assert.Null(report.Token);
    }

    /// <summary>Loses the answer to a change of a subscription, which the client therefore repeats.</summary>
    private sealed class LostAnswer : StoragePolicy
    {
        public bool IsNext { get; set; }

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            await ProcessNextAsync(message, pipeline);
            if (
                IsNext
                && message.Request.Method != RequestMethod.Get
                && message.Request.Uri.ToUri().AbsolutePath.Contains("/Subscriptions", StringComparison.Ordinal)
            )
            {
                IsNext = false;
                await ProcessNextAsync(message, pipeline);
            }
        }
    }
}
