using System.Text.Json.Nodes;
using Hookwork.Recorded;
using Hookwork.Tests.Ingest;
using Hookwork.Tests.SelfHost;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Delivery;
using Hookwork.Webhooks.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Tests.Webhooks;

/// <summary>
/// Crashes before each storage operation in turn, and kills whole processes; a consumer that drops known ids sees each
/// message once.
/// </summary>
public sealed class DeliveryCrashTests
{
    /// <summary>Through the queues, and on the fast path of a push and of a poll.</summary>
    [Theory]
    [InlineData(false, false, 40)]
    [InlineData(true, false, 15)]
    [InlineData(true, true, 15)]
    public async Task A_crash_between_any_two_steps_loses_no_event_and_changes_no_body(
        bool onFastPath,
        bool isPolled,
        int leastSteps
    )
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: WebhookHost.Events);
        await using var well = await Consumer.StartAsync();
        // Its refusals are recorded in the same steps on both ways.
        await using var flapping = await Consumer.StartAsync(failures: onFastPath ? 0 : 1);
        var (storage, clock) = (await TestAzurite.NewAccountAsync(), new TestClock());
        var process = await CrashingProcess.StartAsync(patchwork.Url, storage, clock);
        await process.Hooks.RunAsync();
        await process.Hooks.SubscribeAsync(well.Target.Url);
        await process.Hooks.SubscribeAsync(flapping.Target.Url, """{"format": "cloudevents"}""");
        List<string> expected = [];
        var steps = 0;
        for (var crashed = true; crashed; steps++)
        {
            // Each round has the same steps, so each step in turn is the last.
            long[] events = [9_500_000 + steps];
            expected.AddRange(events.Select(id => $"{id}"));
            if (isPolled)
                patchwork.Faults.Inject(CrashingProcess.Event(events[0]));
            if (!onFastPath)
                await TakeAsync();
            process.DieAfter(steps);
            // On the fast path the events are durable only once they are taken: their sender sends them again.
            var lives = await process.TryAsync(async hooks =>
            {
                if (onFastPath)
                    await TakeAsync();
                await hooks.PumpAsync();
            });
            crashed = false;
            for (
                var deadline = Deadline.Start();
                !lives || well.Taken.Count < expected.Count || flapping.Taken.Count < expected.Count;
                deadline.Check()
            )
            {
                if (!lives)
                {
                    (process, crashed) = (await process.RestartAsync(), true);
                    if (onFastPath)
                        await TakeAsync();
                }
                // Failed deliveries are due again, and the claims of the crashed process have expired.
                lives = await process.TryAsync(hooks => hooks.AdvanceAsync(clock, TimeSpan.FromMinutes(2)));
            }

            Task TakeAsync() => isPolled ? process.Hooks.Deployment.PollAsync() : process.TakeAsync(events, onFastPath);
        }

        process.DieAfter(int.MaxValue);
        Assert.True(steps > leastSteps, $"There were only {steps} steps");
        foreach (var consumer in new[] { well, flapping })
        {
            Assert.Equal(expected, consumer.Taken);
            Assert.Equal(
                expected.Count,
                consumer.Target.Received.DistinctBy(item => (item.WebhookId, item.Body)).Count()
            );
        }
        foreach (var subscription in await process.Hooks.Deployment.Get<SubscriptionStore>().AllAsync(default))
            Assert.All(
                await process.Hooks.ListAsync(subscription),
                delivery => Assert.Equal(DeliveryState.Delivered, delivery.State)
            );
        await process.DisposeAsync();
    }

    [Fact]
    public async Task A_process_that_is_killed_again_and_again_delivers_everything()
    {
        const int Events = 100;
        var random = new Random(20260301);
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: Events);
        await using var target = await Target.StartAsync();
        var storage = await TestAzurite.NewAccountAsync();
        var settings = new Dictionary<string, string>(Hooks.OfKilled(patchwork.Url, storage))
        {
            // A killed process's claims expire after twice this.
            ["Hookwork__WebhookTimeout"] = "00:00:01",
        };
        const string Types =
            """{"types": ["patch.created", "series.completed", "check.created", "patch-comment.created"]}""";
        await using var deployment = await Deployment.StartAsync(patchwork.Url, storage, settings: Hooks.Local);
        await new Hooks(deployment).SubscribeAsync(target.Url, Types);
        var (polled, _) = await new Hooks(deployment).SubscribeAsync(null, Types);
        var expected = await ExpectedAsync(patchwork);

        for (var kill = 0; kill < 3; kill++)
        {
            await using var process = TestProcess.SelfHost(settings, "--lease", "2");
            var moment = target.Received.Count + random.Next(1, expected.Count / 5);
            for (
                var deadline = Deadline.Start();
                target.Received.Count < moment && target.Messages.Count < expected.Count;
                deadline.Check()
            )
            {
                Assert.False(process.HasExited, string.Join('\n', process.Errors));
                await Task.Delay(2);
            }
            await process.KillAsync();
        }
        await using var last = TestProcess.SelfHost(settings, "--lease", "2");
        for (
            var deadline = Deadline.Start();
            target.Messages.Count < expected.Count || (await PolledAsync()).Count < expected.Count;
            deadline.Check()
        )
            await Task.Delay(100);

        Assert.Equal(expected, target.Messages.Order(StringComparer.Ordinal));
        // Polling returns each message once.
        Assert.Equal(expected, (await PolledAsync()).Order(StringComparer.Ordinal));
        Assert.Equal(expected.Count, target.Received.DistinctBy(item => (item.WebhookId, item.Body)).Count());

        async Task<IReadOnlyList<string>> PolledAsync() =>
            [
                .. (await deployment.Get<MessageLog>().ReadAsync(polled.Id, 0, 1000, default)).Select(item =>
                    item.MessageId
                ),
            ];
    }

    private static async Task<IReadOnlyList<string>> ExpectedAsync(RecordedPatchwork patchwork)
    {
        using var client = new HttpClient { BaseAddress = patchwork.Url };
        return
        [
            .. JsonNode
                .Parse(await client.GetStringAsync("api/1.3/events/?order=date&per_page=250"))!
                .AsArray()
                .Where(e =>
                    e!["category"]!.GetValue<string>()
                        is "patch-created"
                            or "series-completed"
                            or "check-created"
                            or "patch-comment-created"
                )
                .Select(e => $"{e!["id"]}")
                .Order(StringComparer.Ordinal),
        ];
    }
}
