using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Hookwork.Tests.Ingest;
using Hookwork.Webhooks.Delivery;
using Hookwork.Webhooks.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Tests.Webhooks;

public sealed class SubscriptionsApiTests(WebhookHost host) : IClassFixture<WebhookHost>
{
    private readonly HttpClient _client = host.Client;

    [Fact]
    public async Task A_subscription_is_made_shown_changed_and_deleted()
    {
        var made = await PostAsync(
            "",
            """{"url": "https://ci.example.org/hook", "description": "CI", "projects": ["qemu-devel"], "types": ["series.completed"], "query": "dfn:hw/*"}""",
            201
        );
        var id = made["id"]!.GetValue<string>();
        Assert.StartsWith("whsec_", made["secret"]!.GetValue<string>(), StringComparison.Ordinal);

        var shown = await GetAsync(id);
        Assert.Equal("active", shown["status"]!.GetValue<string>());
        Assert.Equal("dfn:hw/*", shown["query"]!.GetValue<string>());
        Assert.Null(shown["secret"]);

        using var patched = await _client.PatchAsync(
            Path(id),
            Json("""{"query": null, "settle": 0, "headers": {"Authorization": "Bearer t0ps3cret"}}""")
        );
        var changed = await ReadAsync(patched, 200);
        Assert.Null(changed["query"]);
        Assert.Equal("CI", changed["description"]!.GetValue<string>());
        Assert.Equal(["Authorization"], changed["headers"]!.AsArray().Select(name => name!.GetValue<string>()));
        Assert.Contains(id, await _client.GetStringAsync("webhooks/subscriptions"), StringComparison.Ordinal);
        using var reset = await _client.PatchAsync(
            Path(id),
            Json("""{"types": null, "settle": null, "description": null, "projects": null, "format": null}""")
        );
        var again = await ReadAsync(reset, 200);
        Assert.Equal(
            ("[]", 60, "", "[]", "standard"),
            (
                again["types"]!.ToJsonString(),
                (int)again["settle"]!,
                (string)again["description"]!,
                again["projects"]!.ToJsonString(),
                (string)again["format"]!
            )
        );

        using var deleted = await _client.DeleteAsync(Path(id));
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        using var gone = await _client.GetAsync(Path(id));
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task An_answer_is_copied_as_it_stands()
    {
        using var answer = await _client.PostAsync(
            "webhooks/subscriptions",
            Json("""{"url": "https://ci.example.org/?a=1&b=2", "description": "R+D"}""")
        );
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Contains("\"https://ci.example.org/?a=1&b=2\"", text, StringComparison.Ordinal);
        Assert.Contains("\"R+D\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("null", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_wakes_at_once_delete_the_deliveries_of_a_deleted_subscription()
    {
        var deliveries = host.Hooks.Deployment.Archive.Deliveries;
        var id = Guid.NewGuid().ToString("n");
        var rows = Enumerable.Range(0, 250).Select(number => new TableEntity(id, $"{number:D10}"));
        foreach (var some in rows.Chunk(100))
            await deliveries.SubmitTransactionAsync(
                some.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row))
            );

        var wakes = host.Hooks.Deployment.Get<Wakes>();
        var wake = new WakeMessage(id, DateTimeOffset.UnixEpoch);
        await Task.WhenAll(wakes.RunAsync(wake, default), wakes.RunAsync(wake, default));

        Assert.Empty(deliveries.Query<TableEntity>(row => row.PartitionKey == id));
    }

    [Fact]
    public async Task A_deletion_that_breaks_off_deletes_the_deliveries_all_the_same()
    {
        var wakes = host.Hooks.Deployment.Archive.Wakes;
        var id = (await PostAsync("", """{"url": "https://ci.example.org/hook"}""", 201))["id"]!.GetValue<string>();
        var before = (await wakes.GetPropertiesAsync()).Value.ApproximateMessagesCount;
        // The answer of storage did not come, so the client's repetition finds no subscription.
        await host.Hooks.Deployment.Get<SubscriptionStore>().DeleteAsync(id, default);

        using var deleted = await _client.DeleteAsync(Path(id));

        Assert.Equal(HttpStatusCode.NotFound, deleted.StatusCode);
        Assert.Equal(before + 1, (await wakes.GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    [Fact]
    public async Task Secrets_and_headers_stand_encrypted_in_storage_and_another_instance_reads_them()
    {
        var made = await PostAsync(
            "",
            """{"url": "https://ci.example.org/", "headers": {"X-Key": "t0ps3cret-value"}}""",
            201
        );
        var (id, secret) = (made["id"]!.GetValue<string>(), made["secret"]!.GetValue<string>());

        var row = (
            await host.Hooks.Deployment.Archive.Subscriptions.GetEntityAsync<TableEntity>("subscription", id)
        ).Value;
        Assert.DoesNotContain(
            row,
            property =>
                property.Value is string text
                && (
                    text.Contains(secret[6..], StringComparison.Ordinal)
                    || text.Contains("t0ps3cret", StringComparison.Ordinal)
                )
        );
        await using var other = await Deployment.StartAsync(host.Patchwork.Url, host.Hooks.Deployment.Storage);
        var subscription = (await other.Get<SubscriptionStore>().GetAsync(id, default))!;
        Assert.Equal([secret], await other.Get<SubscriptionRegistry>().SecretsAsync(subscription, default));
        Assert.Equal(
            "t0ps3cret-value",
            (await other.Get<SubscriptionRegistry>().HeadersAsync(subscription, default))["X-Key"]
        );
    }

    [Fact]
    public async Task A_setting_that_a_newer_version_stored_is_ignored_and_one_that_is_sent_is_refused()
    {
        var made = await PostAsync("", """{"url": "https://ci.example.org/", "description": "CI"}""", 201);
        var id = made["id"]!.GetValue<string>();
        var table = host.Hooks.Deployment.Archive.Subscriptions;
        var row = (await table.GetEntityAsync<TableEntity>("subscription", id)).Value;
        var settings = JsonNode.Parse(row.GetString("Settings")!)!;
        settings["newer"] = true;
        settings["reviewed"]!["newer"] = 1;
        row["Settings"] = settings.ToJsonString();
        await table.UpdateEntityAsync(row, row.ETag);

        Assert.Equal("CI", (await GetAsync(id))["description"]!.GetValue<string>());
        using var refused = await _client.PatchAsync(Path(id), Json("""{"reviewed": {"newer": 1}}"""));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task A_rotated_secret_is_another_and_the_old_one_signs_along()
    {
        var made = await PostAsync("", """{"url": "https://ci.example.org/"}""", 201);
        var id = made["id"]!.GetValue<string>();

        var rotated = await PostAsync($"/{id}/rotate-secret", "", 200);

        var subscription = (await host.Hooks.Deployment.Get<SubscriptionStore>().GetAsync(id, default))!;
        Assert.Equal(
            [rotated["secret"]!.GetValue<string>(), made["secret"]!.GetValue<string>()],
            await host.Hooks.Deployment.Get<SubscriptionRegistry>().SecretsAsync(subscription, default)
        );
    }

    [Fact]
    public async Task A_paused_subscription_gets_what_it_missed_once_it_is_resumed()
    {
        await using var target = await Target.StartAsync();
        var made = await PostAsync(
            "",
            $$$"""{"url": "{{{target.Url}}}", "headers": {"Content-Language": "en"}}""",
            201
        );
        var id = made["id"]!.GetValue<string>();

        await PostAsync($"/{id}/pause", "", 200);
        var test = await PostAsync($"/{id}/test", "", 202);
        Assert.Contains(id, (string)test["key"]!, StringComparison.Ordinal);
        await host.Hooks.PumpAsync();
        Assert.Empty(target.Received);

        await PostAsync($"/{id}/resume", "", 200);
        await host.Hooks.PumpAsync();

        var received = Assert.Single(target.Received);
        Assert.Equal("webhook.test", received.Type);
        Assert.Equal("en", received.Headers["content-language"]);
        var verified = await NodeChecks.VerifyAsync(
            made["secret"]!.GetValue<string>(),
            received.Headers,
            received.Body
        );
        Assert.Equal(id, verified!["data"]!["subscription"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_new_target_does_not_wait_as_long_as_the_former_one_asked()
    {
        await using var former = await Target.StartAsync(context =>
        {
            context.Response.Headers.RetryAfter = "86400";
            return TimedHooks.AnswerAsync(context, 429);
        });
        await using var target = await Target.StartAsync();
        var (path, _) = await host.SubscribeAsync(
            new() { ["url"] = former.Url, ["types"] = new JsonArray("message.exhausted") }
        );
        await host.PostAsync($"{path}/test");

        using var changed = await _client.PatchAsync(path, Json($$"""{"url": "{{target.Url}}"}"""));
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        await host.PostAsync($"{path}/test");
        await host.Hooks.PumpAsync(() => !target.Received.IsEmpty);

        Assert.Single(former.Received);
        Assert.Single(target.Received);
    }

    [Theory]
    [InlineData("""[]""", "object")]
    [InlineData("""{""", "JSON")]
    [InlineData("""{"url": "https://a.example/", "url": "https://b.example/"}""", "JSON")]
    [InlineData("""{"nosuch": 1}""", "nosuch")]
    [InlineData("""{"url": 5}""", "url")]
    [InlineData("""{"url": "ftp://ci.example.org/"}""", "https")]
    [InlineData("""{"url": "http://ci.example.org/"}""", "Hookwork__AllowedHosts")]
    [InlineData("""{"url": "https://u:p@ci.example.org/"}""", "credentials")]
    [InlineData("""{"projects": ["nosuch"]}""", "nosuch")]
    [InlineData("""{"types": ["series.updated", "series.updated"]}""", "more than once")]
    [InlineData("""{"types": ["series.exploded"]}""", "types has 'series.exploded'")]
    [InlineData("""{"query": "s:\"unclosed"}""", "query")]
    [InlineData("""{"format": "xml"}""", "format is 'xml'")]
    [InlineData("""{"settle": 61}""", "settle")]
    [InlineData("""{"rateLimit": 0}""", "rateLimit")]
    [InlineData("""{"reviewed": 1}""", "reviewed")]
    [InlineData("""{"reviewed": []}""", "reviewed")]
    [InlineData("""{"reviewed": {"tags": 0}}""", "reviewed.tags is 0: give 1 to 100")]
    [InlineData("""{"reviewed": {"tags": 101}}""", "reviewed.tags")]
    [InlineData("""{"reviewed": {"tags": 1.5}}""", "reviewed.tags")]
    [InlineData("""{"reviewed": {"tags": 99999999999}}""", "reviewed.tags")]
    [InlineData("""{"reviewed": {"tags": "2"}}""", "reviewed.tags")]
    [InlineData("""{"reviewed": {"kinds": []}}""", "reviewed.kinds")]
    [InlineData("""{"reviewed": {"kinds": "Acked-by"}}""", "reviewed.kinds")]
    [InlineData("""{"reviewed": {"kinds": [null]}}""", "reviewed.kinds")]
    [InlineData("""{"reviewed": {"kinds": ["Nacked-by"]}}""", "Acked-by, Reviewed-by, Tested-by")]
    [InlineData("""{"reviewed": {"kinds": ["Acked-by", "Acked-by"]}}""", "reviewed.kinds")]
    [InlineData("""{"reviewed": {"people": 2}}""", "people")]
    [InlineData("""{"staleDays": 0}""", "staleDays is 0: give 1 to 365")]
    [InlineData("""{"staleDays": 366}""", "staleDays")]
    [InlineData("""{"staleDays": "14"}""", "staleDays")]
    [InlineData("""{"headers": {"Host": "x"}}""", "Host")]
    [InlineData("""{"headers": {"webhook-signature": "x"}}""", "webhook-signature")]
    [InlineData("""{"headers": {"X-A": "x\r\nX-B: y"}}""", "X-A")]
    [InlineData("""{"headers": {"X A": "x"}}""", "X A")]
    [InlineData("""{"headers": {"X-Ä": "x"}}""", "X-")]
    [InlineData("""{"description": "\u0000"}""", "description")]
    public async Task What_cannot_be_taken_is_refused_with_its_reason(string input, string reason)
    {
        var problem = await PostAsync("", input, 400);

        Assert.Contains(reason, problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"X-B": "2"}""", "X-A X-B")]
    [InlineData("""{"x-a": "2"}""", "x-a")]
    [InlineData("""{"X-A": null, "X-B": "2"}""", "X-B")]
    [InlineData("{}", "X-A")]
    [InlineData("null", "")]
    public async Task A_change_of_headers_keeps_those_that_it_does_not_name(string change, string expected)
    {
        var made = await PostAsync("", """{"url": "https://ci.example.org/", "headers": {"X-A": "1"}}""", 201);
        var id = made["id"]!.GetValue<string>();

        using var answer = await _client.PatchAsync(Path(id), Json($$"""{"headers": {{change}}}"""));

        var changed = await ReadAsync(answer, 200);
        Assert.Equal(expected, string.Join(' ', changed["headers"]!.AsArray().Select(name => (string)name!)));
        var subscription = (await host.Hooks.Deployment.Get<SubscriptionStore>().GetAsync(id, default))!;
        var sent = await host.Hooks.Deployment.Get<SubscriptionRegistry>().HeadersAsync(subscription, default);
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), sent.Keys);
    }

    [Theory]
    [InlineData("""{"url": "https://ci.example.org/other"}""", 200, "X-A")]
    [InlineData("""{"url": "https://evil.example.org/"}""", 400, "")]
    [InlineData("""{"url": "https://ci.example.org:444/"}""", 400, "")]
    [InlineData("""{"url": "https://ci2.example.org/", "headers": {"X-B": "2"}}""", 200, "X-B")]
    [InlineData("""{"url": "https://ci2.example.org/", "headers": null}""", 200, "")]
    public async Task Headers_reach_no_other_host_by_a_mere_change_of_the_address(
        string change,
        int status,
        string expected
    )
    {
        var made = await PostAsync("", """{"url": "https://ci.example.org/", "headers": {"X-A": "1"}}""", 201);

        using var answer = await _client.PatchAsync(Path(made["id"]!.GetValue<string>()), Json(change));

        var body = await ReadAsync(answer, status);
        if (status == 200)
            Assert.Equal(expected, string.Join(' ', body["headers"]!.AsArray().Select(name => (string)name!)));
        else
            Assert.Contains("another host", body["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_options_of_conditions_have_defaults_and_change_one_by_one()
    {
        var made = await PostAsync("", """{"url": "https://ci.example.org/"}""", 201);
        var id = made["id"]!.GetValue<string>();
        Assert.Equal("""1 ["Reviewed-by","Acked-by"] 14""", Options(made));
        foreach (
            var (change, expected) in new[]
            {
                ("""{"reviewed": {"kinds": ["Tested-by"]}}""", """1 ["Tested-by"] 14"""),
                ("""{"reviewed": {"tags": 3}, "staleDays": 30}""", """3 ["Tested-by"] 30"""),
                ("""{"reviewed": {"kinds": null}}""", """3 ["Reviewed-by","Acked-by"] 30"""),
                ("""{"reviewed": null, "staleDays": null}""", """1 ["Reviewed-by","Acked-by"] 14"""),
            }
        )
        {
            using var answer = await _client.PatchAsync(Path(id), Json(change));
            await ReadAsync(answer, 200);
            Assert.Equal(expected, Options(await GetAsync(id)));
        }

        static string Options(JsonNode shown) =>
            $"{shown["reviewed"]!["tags"]} {shown["reviewed"]!["kinds"]!.ToJsonString()} {shown["staleDays"]}";
    }

    [Fact]
    public async Task A_misspelt_field_of_a_replay_does_not_send_everything_again()
    {
        var made = await PostAsync("", """{"types": ["message.exhausted"]}""", 201);

        var problem = await PostAsync($"/{made["id"]}/replay", """{"since": "2026-01-01", "failedonly": true}""", 400);

        Assert.StartsWith("The field 'failedonly' is not known", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_huge_body_is_refused() =>
        Assert.Contains(
            "64 KiB",
            (await PostAsync("", $$"""{"description": "{{new string('x', 100_000)}}"}""", 400))[
                "detail"
            ]!.GetValue<string>(),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("/00000000000000000000000000000000", "GET", 404)]
    [InlineData("/nosuch", "GET", 404)]
    [InlineData("/00000000000000000000000000000000/pause", "POST", 404)]
    [InlineData("/00000000000000000000000000000000/deliveries", "GET", 404)]
    [InlineData("/00000000000000000000000000000000/messages", "GET", 404)]
    [InlineData("/00000000000000000000000000000000/deliveries/0000000001/replay", "POST", 404)]
    [InlineData("/00000000000000000000000000000000/deliveries?state=nosuch", "GET", 400)]
    [InlineData("/00000000000000000000000000000000/deliveries?limit=0", "GET", 400)]
    [InlineData("/00000000000000000000000000000000/deliveries?after=%01", "GET", 400)]
    public async Task What_is_not_there_is_answered_clearly(string path, string method, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "webhooks/subscriptions" + path);
        using var answer = await _client.SendAsync(request);

        Assert.NotEqual("", (string?)(await ReadAsync(answer, status))["detail"] ?? "");
    }

    private async Task<JsonNode> PostAsync(string path, string body, int status)
    {
        using var answer = await _client.PostAsync(
            new Uri("webhooks/subscriptions" + path, UriKind.Relative),
            Json(body)
        );
        return await ReadAsync(answer, status);
    }

    private async Task<JsonNode> GetAsync(string id) => (await _client.GetFromJsonAsync<JsonNode>(Path(id)))!;

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage answer, int status)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(status == (int)answer.StatusCode, $"{(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    private static Uri Path(string id) => new($"webhooks/subscriptions/{id}", UriKind.Relative);

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
