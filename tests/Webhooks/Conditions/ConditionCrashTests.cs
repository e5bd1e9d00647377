using Hookwork.Recorded;

namespace Hookwork.Tests.Webhooks.Conditions;

/// <summary>
/// Crashes before each storage operation in turn; the next process announces what the last one did not, with the same
/// ids.
/// </summary>
public sealed class ConditionCrashTests
{
    [Fact]
    public Task A_crash_between_any_two_steps_loses_and_doubles_no_state() =>
        CrashAsync(
            "series.state-changed",
            "state-changed",
            async (world, step) =>
            {
                await world.SetStateAsync(step % 2 == 0 ? "accepted" : "rejected", SeriesWorld.Patches);
                await world.Hooks.Deployment.RunToIdleAsync();
            },
            hooks => hooks.PumpAsync()
        );

    [Fact]
    public Task A_crash_between_any_two_steps_loses_and_doubles_no_silence() =>
        CrashAsync(
            "series.stale",
            "stale-14",
            async (world, _) =>
            {
                world.Review("Thanks!", SeriesWorld.Patches[0]);
                await world.Hooks.RunAsync();
                world.Clock.Advance(TimeSpan.FromDays(15));
            },
            async hooks =>
            {
                await hooks.SweepAsync();
                await hooks.PumpAsync();
            }
        );

    private static async Task CrashAsync(
        string type,
        string name,
        Func<SeriesWorld, int, Task> cause,
        Func<Hooks, Task> work
    )
    {
        var clock = new TestClock();
        await using var patchwork = await RecordedPatchwork.StartAsync(
            new RecordedPatchworkOptions { VisibleEvents = SeriesWorld.Complete, TimeProvider = clock }
        );
        await using var consumer = await Consumer.StartAsync();
        var process = await CrashingProcess.StartAsync(patchwork.Url, await TestAzurite.NewAccountAsync(), clock);
        await process.Hooks.RunAsync();
        await process.Hooks.SubscribeAsync(consumer.Target.Url, $$"""{"types": ["{{type}}"]}""");
        List<string> expected = [];
        for (var (step, crashed) = (0, true); crashed; step++)
        {
            await cause(
                new SeriesWorld
                {
                    Clock = clock,
                    Patchwork = patchwork,
                    Hooks = process.Hooks,
                    Target = consumer.Target,
                },
                step
            );
            expected.Add($"series-{SeriesWorld.Series}-{name}-{step + 1}");
            process.DieAfter(step);
            var lives = await process.TryAsync(work);
            crashed = false;
            for (var deadline = Deadline.Start(); !lives || consumer.Taken.Count < expected.Count; deadline.Check())
            {
                if (!lives)
                    (process, crashed) = (await process.RestartAsync(), true);
                lives = await process.TryAsync(hooks => hooks.AdvanceAsync(clock, TimeSpan.FromMinutes(2)));
            }
            process.DieAfter(int.MaxValue);
        }

        Assert.True(expected.Count > 10, $"There were only {expected.Count} steps");
        Assert.Equal(expected.Order(StringComparer.Ordinal), consumer.Taken);
        Assert.Equal(
            expected.Count,
            consumer.Target.Received.DistinctBy(received => (received.WebhookId, received.Body)).Count()
        );
        await process.DisposeAsync();
    }
}
