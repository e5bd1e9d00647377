using System.Text.Json.Nodes;
using Hookwork.Recorded;
using Hookwork.Tests.Ingest;
using Hookwork.Tests.SelfHost;
using Hookwork.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Tests.Webhooks;

/// <summary>Stops the work before each storage operation in turn, and kills whole processes: what a consumer sees that drops ids it knows.</summary>
public sealed class DeliveryCrashTests
{
    [Fact]
    public async Task A_crash_between_any_two_steps_loses_no_event_and_changes_no_body()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(new RecordedPatchworkOptions { VisibleEvents = 1 });
        var steps = 0;
        for (var crashed = true; crashed; steps++)
        {
            await using var target = await Target.StartAsync();
            var clock = new TestClock();
            var crash = new CrashPolicy(steps);
            var storage = await TestAzurite.NewAccountAsync();
            var settings = new Dictionary<string, string?>(Hooks.Local) { ["Hookwork:SweepAfter"] = "00:00:00.05" };
            await using var deployment = await Deployment.StartAsync(
                patchwork.Url, storage, clock, settings, services => services.AddSingleton(crash.Connect(storage)));
            var hooks = new Hooks(deployment);
            var (subscription, _) = await hooks.SubscribeAsync(target.Url);
            crash.Armed = true;
            for (var deadline = Deadline.In(TimeSpan.FromMinutes(1)); ; deadline.Check())
            {
                try
                {
                    await hooks.RunAsync();
                    // What the process that is gone had in hand is free again after a while.
                    await hooks.AdvanceAsync(clock, TimeSpan.FromMinutes(2));
                    break;
                }
                catch (CrashException)
                {
                    await crash.ReviveAsync(deployment);
                    await hooks.RedeliverAsync();
                }
            }
            crashed = crash.Crashed;
            crash.Armed = false;

            Assert.Equal(["9100000"], target.Messages);
            Assert.Single(target.Received.DistinctBy(item => (item.WebhookId, item.Body)));
            Assert.All(await hooks.ListAsync(subscription), delivery => Assert.Equal(DeliveryState.Delivered, delivery.State));
        }
        Assert.True(steps > 25, $"There were only {steps} steps");
    }

    [Fact]
    public async Task A_process_that_is_killed_again_and_again_delivers_everything()
    {
        const int Events = 150;
        var random = new Random(20260301);
        await using var patchwork = await RecordedPatchwork.StartAsync(new RecordedPatchworkOptions { VisibleEvents = Events });
        await using var target = await Target.StartAsync();
        var storage = await TestAzurite.NewAccountAsync();
        var settings = new Dictionary<string, string>
        {
            ["AzureWebJobsStorage"] = storage,
            ["Patchwork__Url"] = patchwork.Url.ToString(),
            ["Patchwork__Since"] = "beginning",
            ["Patchwork__Parallel"] = "64",
            ["PollSchedule"] = "*/2 * * * * *",
            ["Hookwork__SweepAfter"] = "00:00:03",
            ["Hookwork__AllowedHosts"] = "127.0.0.1",
            // What a process that was killed had in hand is free again after twice this.
            ["Hookwork__WebhookTimeout"] = "00:00:01",
        };
        await using (var deployment = await Deployment.StartAsync(patchwork.Url, storage, settings: Hooks.Local))
            await new Hooks(deployment).SubscribeAsync(target.Url, """{"types": ["patch.created", "series.completed", "check.created", "patch-comment.created"]}""");
        var expected = await ExpectedAsync(patchwork);

        for (var kill = 0; kill < 3; kill++)
        {
            await using var process = TestProcess.SelfHost(settings, "--lease", "2");
            var moment = target.Received.Count + random.Next(1, expected.Count / 5);
            for (var deadline = Deadline.In(TimeSpan.FromMinutes(1)); target.Received.Count < moment; deadline.Check())
            {
                Assert.False(process.HasExited, string.Join('\n', process.Errors));
                await Task.Delay(2);
            }
            await process.KillAsync();
        }
        await using var last = TestProcess.SelfHost(settings, "--lease", "2");
        for (var deadline = Deadline.In(TimeSpan.FromMinutes(2)); target.Messages.Count < expected.Count; deadline.Check())
            await Task.Delay(100);

        Assert.Equal(expected, target.Messages.Order(StringComparer.Ordinal));
        Assert.Equal(expected.Count, target.Received.DistinctBy(item => (item.WebhookId, item.Body)).Count());
    }

    private static async Task<IReadOnlyList<string>> ExpectedAsync(RecordedPatchwork patchwork)
    {
        using var client = new HttpClient { BaseAddress = patchwork.Url };
        return
        [
            .. JsonNode.Parse(await client.GetStringAsync("api/1.3/events/?order=date&per_page=250"))!.AsArray()
                .Where(e => e!["category"]!.GetValue<string>() is "patch-created" or "series-completed" or "check-created" or "patch-comment-created")
                .Select(e => $"{e!["id"]}").Order(StringComparer.Ordinal),
        ];
    }
}
