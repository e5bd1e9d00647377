using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Delivery;
using Hookwork.Webhooks.Payloads;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Tests.Webhooks;

/// <summary>How many deliveries and messages an answer has.</summary>
public sealed class DeliveryListTests(WebhookHost host) : IClassFixture<WebhookHost>
{
    private TableClient Table => host.Hooks.Deployment.Archive.Deliveries;

    [Fact]
    public async Task Deliveries_are_listed_by_fifties_and_250_at_a_time_at_most()
    {
        const int Many = 260;
        var (path, _) = await SubscribeAsync("https://ci.example.org/hook");
        var now = DateTimeOffset.UtcNow;
        foreach (var some in Enumerable.Range(1, Many).Chunk(50))
            await Table.SubmitTransactionAsync(some.SelectMany(number => Pending(number).Recording(IdOf(path), now)));

        Assert.Equal(50, (await KeysAsync("")).Count);
        var newest = await KeysAsync("?limit=250");
        Assert.Equal(250, newest.Count);
        var all = newest.Concat(await KeysAsync($"?limit=250&after={newest[^1]}")).ToList();
        var recorded = Enumerable.Range(1, Many).Select(number => Pending(number).Key);
        Assert.Equal(recorded.Order(StringComparer.Ordinal), all);
        Assert.Equal(250, (await KeysAsync("?limit=250&state=pending")).Count);
        Assert.Empty(await KeysAsync("?state=delivered"));

        PendingDelivery Pending(int number) =>
            new(new Announcement(WebhookType.Test, 0, number), new PayloadKey("none", "none"), now, null);

        async Task<IReadOnlyList<string>> KeysAsync(string query) =>
            [.. (await ReadAsync($"{path}/deliveries{query}")).AsArray().Select(delivery => (string)delivery!["key"]!)];
    }

    [Fact]
    public async Task An_answer_to_a_poll_has_a_hundred_messages_at_most()
    {
        const int Many = 101;
        var (path, _) = await SubscribeAsync(null);
        await host.PostAsync($"{path}/test");
        var first = (await Table.GetEntityAsync<TableEntity>(IdOf(path), Row(1))).Value;
        // As if it had been sent that often.
        await Table.SubmitTransactionAsync(
            Enumerable
                .Range(2, Many - 1)
                .Select(number => new TableTransactionAction(
                    TableTransactionActionType.Add,
                    new TableEntity(IdOf(path), Row(number))
                    {
                        ["MessageId"] = first["MessageId"],
                        ["PayloadPartition"] = first["PayloadPartition"],
                        ["PayloadRow"] = first["PayloadRow"],
                    }
                ))
        );
        await Table.UpsertEntityAsync(new TableEntity(IdOf(path), "seq") { ["Number"] = (long)Many });

        var answer = await ReadAsync($"{path}/messages");
        var rest = await ReadAsync($"{path}/messages?after={answer["next"]}");

        Assert.Equal((100, 100), (answer["messages"]!.AsArray().Count, (int)answer["next"]!));
        Assert.Equal((1, Many), (rest["messages"]!.AsArray().Count, (int)rest["next"]!));

        static string Row(int number) => $"seq-{number:D19}";
    }

    private Task<(string Path, string Secret)> SubscribeAsync(string? url) =>
        host.SubscribeAsync(new() { ["url"] = url, ["types"] = new JsonArray("message.exhausted") });

    private async Task<JsonNode> ReadAsync(string path) => JsonNode.Parse(await host.Client.GetStringAsync(path))!;

    private static string IdOf(string path) => path.Split('/')[^1];
}
