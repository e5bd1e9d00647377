using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Hosting;

namespace Hookwork.Tests.Webhooks;

/// <summary>Messages that a client polls instead of receiving them.</summary>
public sealed class MessagesTests(WebhookHost host) : IClassFixture<WebhookHost>
{
    [Fact]
    public async Task Messages_come_in_order_signed_and_again_until_they_are_acknowledged()
    {
        var (path, secret) = await SubscribeAsync();
        var sent = new List<string>();
        for (var count = 0; count < 3; count++)
            sent.Add(await SendAsync(path));

        var first = await ReadAsync(path, "");
        Assert.Equal(sent, Ids(first));
        Assert.Equal(sent, Ids(await ReadAsync(path, "")));
        Assert.Equal(sent[1..], Ids(await ReadAsync(path, "?after=1")));
        // Acknowledged messages are not returned again, unless requested.
        Assert.Equal(sent[1..], Ids(await ReadAsync(path, "")));
        Assert.Equal(sent, Ids(await ReadAsync(path, "?after=0")));
        foreach (var message in first["messages"]!.AsArray())
        {
            var headers = message!["headers"]!
                .AsObject()
                .ToDictionary(header => header.Key, header => (string)header.Value!);
            Assert.NotNull(await NodeChecks.VerifyAsync(secret, headers, (string)message["body"]!));
        }

        var all = await ReadAsync(path, $"?after={first["next"]}");
        Assert.Equal((0, 3), (all["messages"]!.AsArray().Count, (int)all["next"]!));
        var last = await SendAsync(path);
        Assert.Equal([last], Ids(await ReadAsync(path, "")));
    }

    [Fact]
    public async Task No_cache_keeps_what_needs_a_key()
    {
        var (path, _) = await SubscribeAsync();
        foreach (var address in new[] { "webhooks/subscriptions", path, $"{path}/messages", $"{path}/nothing" })
        {
            using var answer = await host.Client.GetAsync(address);

            Assert.True(answer.Headers.CacheControl?.NoStore, address);
        }
    }

    [Fact]
    public async Task Who_waits_gets_what_comes_meanwhile()
    {
        var (path, _) = await SubscribeAsync();

        var waiting = ReadAsync(path, "?wait=30");
        var sent = await SendAsync(path);

        Assert.Equal([sent], Ids(await waiting));
        Assert.Empty((await ReadAsync(path, "?after=1&wait=0"))["messages"]!.AsArray());
    }

    [Fact]
    public async Task Nobody_waits_for_an_app_that_stops()
    {
        await using var stopping = await WebhookHost.StartAsync(WebhookHost.Events, "beginning");
        var (path, _) = await stopping.SubscribeAsync([]);
        stopping.Hooks.Deployment.Get<IHostApplicationLifetime>().StopApplication();

        var watch = Stopwatch.StartNew();
        await stopping.Client.GetStringAsync($"{path}/messages?wait=30");

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Events_are_among_them_with_the_bodies_that_others_are_sent()
    {
        await using var patchwork = await WebhookHost.StartAsync(WebhookHost.Events, "beginning");
        await using var target = await Target.StartAsync();
        await patchwork.SubscribeAsync(new() { ["url"] = target.Url });
        var (path, _) = await patchwork.SubscribeAsync([]);
        await patchwork.Hooks.RunToEndAsync();

        var messages = JsonNode.Parse(await patchwork.Client.GetStringAsync($"{path}/messages"))![
            "messages"
        ]!.AsArray();

        Assert.Equal(
            target.Received.Select(item => item.Body).Order(StringComparer.Ordinal),
            messages.Select(message => (string)message!["body"]!).Order(StringComparer.Ordinal)
        );
        Assert.Equal(WebhookHost.Events, messages.Count);
    }

    [Theory]
    [InlineData("?wait=31", "wait is 31: give 0 to 30 seconds.")]
    [InlineData("?after=null", "A parameter of the address is not a whole number.")]
    [InlineData("?wait=1.5", "A parameter of the address is not a whole number.")]
    [InlineData("?after=-1", "after is -1: give the number of the last message read, or 0.")]
    [InlineData("?after=1", "after is 1, and the newest message is 0: give the number of the last message read.")]
    public async Task A_wrong_question_is_refused_with_a_reason(string query, string reason)
    {
        var (path, _) = await SubscribeAsync();

        using var answer = await host.Client.GetAsync($"{path}/messages{query}");

        Assert.Equal(
            (400, reason),
            ((int)answer.StatusCode, (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["detail"]!)
        );
    }

    private Task<(string Path, string Secret)> SubscribeAsync() =>
        host.SubscribeAsync(new() { ["types"] = new JsonArray("message.exhausted") });

    private async Task<string> SendAsync(string path)
    {
        using var answer = await host.Client.PostAsync($"{path}/test", null);
        await host.Hooks.PumpAsync();
        return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["id"]!;
    }

    private async Task<JsonNode> ReadAsync(string path, string query) =>
        JsonNode.Parse(await host.Client.GetStringAsync($"{path}/messages{query}"))!;

    private static IEnumerable<string> Ids(JsonNode answer) =>
        answer["messages"]!.AsArray().Select(message => (string)message!["headers"]!["webhook-id"]!);
}
