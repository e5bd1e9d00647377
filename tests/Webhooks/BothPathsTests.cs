using Hookwork.Recorded;

namespace Hookwork.Tests.Webhooks;

/// <summary>Two processes that take the same events at the same time, on the fast path and through the queues.</summary>
public sealed class BothPathsTests
{
    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Events_that_two_processes_take_at_once_are_told_once(bool firstOnFastPath, bool otherOnFastPath)
    {
        const int Rounds = 12;
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: WebhookHost.Events);
        await using var consumer = await Consumer.StartAsync();
        var (storage, clock) = (await TestAzurite.NewAccountAsync(), new TestClock());
        await using var one = await CrashingProcess.StartAsync(patchwork.Url, storage, clock);
        await using var other = await CrashingProcess.StartAsync(patchwork.Url, storage, clock);
        await one.Hooks.RunAsync();
        await one.Hooks.SubscribeAsync(consumer.Target.Url);
        List<string> expected = [];
        for (var round = 0; round < Rounds; round++)
        {
            long[] events = [9_500_000 + 2 * round, 9_500_001 + 2 * round];
            expected.AddRange(events.Select(id => $"{id}"));

            await Task.WhenAll(TakeAsync(one, events, firstOnFastPath), TakeAsync(other, events, otherOnFastPath));
        }

        for (var deadline = Deadline.Start(); consumer.Taken.Count < expected.Count; deadline.Check())
            await one.Hooks.AdvanceAsync(clock, TimeSpan.FromMinutes(2));
        Assert.Equal(expected, consumer.Taken);
        Assert.Equal(expected.Count, consumer.Target.Received.DistinctBy(item => (item.WebhookId, item.Body)).Count());
    }

    private static async Task TakeAsync(CrashingProcess process, IReadOnlyList<long> events, bool onFastPath)
    {
        await process.TakeAsync(events, onFastPath);
        await process.Hooks.PumpAsync();
    }
}
