using System.Globalization;
using System.Text.Json.Nodes;
using Azure;
using Hookwork.Archive.Events;
using Hookwork.Ingest.Polling;
using Hookwork.Ingest.Refreshing;
using Hookwork.Ingest.Status;
using Hookwork.Recorded;
using Hookwork.Tests.Catalog;
using Hookwork.Tests.Ingest;
using Hookwork.Tests.SelfHost;
using Hookwork.Webhooks.Delivery;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit.Abstractions;

namespace Hookwork.Tests.Webhooks;

/// <summary>What little a poll brings is delivered by the poll itself, at a known price.</summary>
public sealed class FastPathTests(ITestOutputHelper output)
{
    /// <summary>How many events after the first are polled, one in a minute.</summary>
    private const int Minutes = 21;

    /// <summary>One in so many events of a burst is delivered, since Azurite slows down with the number of rows.</summary>
    private const int Wanted = 25;

    /// <summary>The longest that a poll is held up, with time for the rest of it on a busy machine.</summary>
    private static readonly TimeSpan s_longestPoll = FastPath.Longest + TimeSpan.FromSeconds(20);

    private readonly Wire _storage = new();
    private readonly LogLines _log = new();
    private readonly TestClock _clock = new(stands: true);

    [Fact]
    public async Task One_event_in_a_quiet_minute_is_one_execution_and_at_most_25_transactions()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: WebhookHost.Events);
        await using var target = await Target.StartAsync();
        await using var deployment = await StartAsync(patchwork);
        var hooks = new Hooks(deployment);
        await hooks.RunAsync();
        await hooks.SubscribeAsync(target.Url);
        await PollAsync(deployment);
        await PollAsync(deployment);

        List<int> counts = [];
        for (var minute = 1; minute <= Minutes; minute++)
        {
            patchwork.Time.VisibleEvents = WebhookHost.Events + minute;

            await PollAsync(deployment);

            counts.Add(_storage.Requests.Count);
            output.WriteLine($"{target.Received.Last().Type}: {counts[^1]} transactions\n{_storage}");
            Assert.Equal(minute, target.Messages.Count);
            foreach (var queue in deployment.Archive.Queues)
                Assert.Equal(0, (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
        }
        // Most: a person that is not archived yet, in a minute with a sweep.
        output.WriteLine($"{counts.Average():0.0} on average: {string.Join(' ', counts.Order())}");
        Assert.All(counts, count => Assert.InRange(count, 1, 25));
    }

    [Fact]
    public async Task A_server_that_hangs_and_a_target_that_hangs_hold_up_no_poll_and_lose_nothing()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: WebhookHost.Events);
        await using var target = await Target.StartAsync();
        await using var hanging = await Target.StartAsync(context =>
            Task.Delay(Timeout.Infinite, context.RequestAborted)
        );
        await using var deployment = await StartAsync(patchwork);
        var hooks = new Hooks(deployment);
        await hooks.RunAsync();
        await hooks.SubscribeAsync(target.Url);
        await hooks.SubscribeAsync(hanging.Url);
        patchwork.Time.VisibleEvents = WebhookHost.Events + 4;
        using (patchwork.Faults.Add(Fault.Hanging, When.On("/patches/")))
        {
            // Each resource takes a minute, since its request ends after half of one and is sent again.
            await PollAsync(deployment).WaitAsync(s_longestPoll);

            Assert.Empty(target.Received);
            Assert.Equal(1, _log.Count(LogLevel.Warning, "so they are queued: it took longer than 10 seconds"));
            Assert.NotEmpty((await deployment.Archive.Refresh.PeekMessagesAsync(1)).Value);
            // What has a message now is not queued again after the minute of what has none.
            var open = await deployment.Get<EventLog>().OpenAsync(null, default).ToListAsync();
            Assert.Equal(4, open.Count);
            Assert.All(open, item => Assert.False(item.IsUnqueued));
        }

        // The queue has what was interrupted.
        await hooks.PumpAsync(() => target.Messages.Count == 4);

        patchwork.Time.VisibleEvents = WebhookHost.Events + 5;
        await PollAsync(deployment);
        Assert.Equal(5, target.Messages.Count);
    }

    [Fact]
    public async Task The_limits_of_targets_hold_where_a_poll_delivers()
    {
        const int Many = 3 * Lane.Width;
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: WebhookHost.Events);
        await using var target = await Target.StartAsync();
        await using var late = await Target.StartAsync(context => Task.Delay(200, context.RequestAborted));
        await using var limited = await Target.StartAsync();
        await using var hanging = await Target.StartAsync(context =>
            Task.Delay(Timeout.Infinite, context.RequestAborted)
        );
        await using var deployment = await StartAsync(patchwork);
        var hooks = new Hooks(deployment);
        await hooks.RunAsync();
        await hooks.SubscribeAsync(target.Url);
        await hooks.SubscribeAsync(late.Url);
        await hooks.SubscribeAsync(limited.Url, """{"rateLimit": 6}""");
        await hooks.SubscribeAsync(hanging.Url);
        patchwork.Time.VisibleEvents = WebhookHost.Events + Many;

        await PollAsync(deployment).WaitAsync(s_longestPoll);

        // What found no free slot is sent by the poll as well, since the queue may be read a minute later.
        Assert.Equal(Many, target.Messages.Count);
        Assert.Equal(Many, late.Messages.Count);
        Assert.NotEmpty(hanging.Received);
        // One with a rate limit has its turn in the queue, where its pace is reserved.
        Assert.Empty(limited.Received);
        await hooks.PumpAsync();
        Assert.Single(limited.Received);
        Assert.InRange(target.MostAtOnce, 1, Lane.Width);
        Assert.InRange(late.MostAtOnce, 1, Lane.Width);
        Assert.InRange(hanging.MostAtOnce, 1, Lane.Width);
    }

    [Fact]
    public async Task A_poll_that_cannot_send_what_found_no_free_slot_leaves_it_to_a_wake_and_ends_well()
    {
        const int Many = 3 * Lane.Width;
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: WebhookHost.Events);
        await using var target = await Target.StartAsync(context => Task.Delay(500, context.RequestAborted));
        await using var deployment = await StartAsync(patchwork);
        var hooks = new Hooks(deployment);
        await hooks.RunAsync();
        await hooks.SubscribeAsync(target.Url);
        patchwork.Time.VisibleEvents = WebhookHost.Events + Many;
        // The query for what is pending.
        _storage.Before = (request, _) =>
            request.Contains("due.", StringComparison.Ordinal)
                ? throw new RequestFailedException(503, "Storage is busy.")
                : Task.CompletedTask;
        _clock.Advance(TimeSpan.FromMinutes(1));

        await deployment.PollAsync();

        Assert.Empty(await deployment.Get<EventLog>().OpenAsync(null, default).ToListAsync());
        _storage.Before = null;
        await hooks.PumpAsync();
        Assert.Equal(Many, target.Messages.Count);
    }

    [Fact]
    public async Task A_burst_beside_a_target_that_hangs_holds_up_no_poll_and_loses_nothing()
    {
        const int Burst = 10_000;
        const int Known = 210;
        // A poll also reads the burst again, which is within the overlap, and may wait for a slot.
        var longest = FastPath.Longest + TimeSpan.FromMinutes(2);
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: Known);
        await using var target = await Target.StartAsync();
        await using var hanging = await Target.StartAsync(context =>
            Task.Delay(Timeout.Infinite, context.RequestAborted)
        );
        await using var deployment = await StartAsync(patchwork);
        var hooks = new Hooks(deployment);
        await hooks.RunAsync();
        const string Types = """{"types": ["patch.relation-changed"]}""";
        await hooks.SubscribeAsync(target.Url, Types);
        var (unanswered, _) = await hooks.SubscribeAsync(hanging.Url, Types);
        patchwork.Faults.Add(Fault.Slow(TimeSpan.FromMilliseconds(20)));
        List<string> wanted = [];
        for (var number = 0; number < Burst; number++)
            Inject(number);

        await PollAsync(deployment);

        // More than a few go through the queues, and the next few take the fast path beside them.
        Assert.Empty(target.Received);
        Inject(Burst);
        await PollAsync(deployment).WaitAsync(longest);
        Assert.Single(target.Received);
        Inject(Burst + Wanted);
        // The messages of the burst have the slots now.
        var pump = hooks.PumpAsync(() => target.Messages.Count == wanted.Count);
        await PollAsync(deployment).WaitAsync(longest);
        await pump;
        await hooks.SweepAsync();
        Assert.Equal(wanted.Order(StringComparer.Ordinal), target.Messages.Order(StringComparer.Ordinal));
        // What the other one does not take waits for it.
        Assert.Equal(wanted.Count, (await hooks.ListAsync(unanswered)).Count);
        Assert.Empty(await deployment.Get<EventLog>().OpenAsync(null, default).ToListAsync());
        var counts = await deployment.Get<Progress>().CountAsync(default);
        Assert.Equal((0, 0, 0), (counts.Failed, counts.Gone, counts.Poison));
        Assert.InRange(counts.Events, Burst + 2, Burst + 2 + Known);
        Assert.InRange(hanging.MostAtOnce, 1, Lane.Width);
        Assert.InRange(patchwork.Requests.MostAtOnce, 1, 4);

        void Inject(int number)
        {
            var id = patchwork.Faults.Inject(Event(number, patchwork.Time.NewestVisibleDate!));
            if (number % Wanted == 0)
                wanted.Add($"{id}");
        }
    }

    [Fact]
    public async Task A_minute_without_events_costs_at_most_6_transactions()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: WebhookHost.Events);
        await using var deployment = await StartAsync(patchwork);
        await deployment.RunToIdleAsync();
        await PollAsync(deployment);
        await PollAsync(deployment);

        List<int> counts = [];
        for (var minute = 0; minute < 10; minute++)
        {
            await PollAsync(deployment);
            counts.Add(_storage.Requests.Count);
        }

        output.WriteLine($"{_storage}");
        Assert.InRange(counts.Average(), 1, 6);
    }

    /// <summary>An event just after a date; one in <see cref="Wanted"/> is what subscriptions want.</summary>
    private static JsonObject Event(int number, string date) =>
        new()
        {
            ["category"] = number % Wanted == 0 ? "patch-relation-changed" : "patch-state-changed",
            ["project"] = new JsonObject { ["id"] = 14 },
            ["date"] = DateTime
                .Parse(date, CultureInfo.InvariantCulture)
                .AddMicroseconds(number + 1)
                .ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
            ["actor"] = null,
            ["payload"] = new JsonObject { ["patch"] = new JsonObject { ["id"] = 2170000 + number % 40 } },
        };

    private Task<Deployment> StartAsync(RecordedPatchwork patchwork) =>
        Deployment.StartAsync(
            patchwork.Url,
            time: _clock,
            settings: new Dictionary<string, string?>(Hooks.Local)
            {
                ["Patchwork:Projects"] = "qemu-devel",
                ["Hookwork:SweepAfter"] = "00:03:00",
            },
            configure: services =>
            {
                Hooks.Hasty(services, TimeSpan.FromSeconds(2));
                services.AddSingleton<ILoggerProvider>(_log);
            },
            policy: _storage
        );

    /// <summary>Runs the timer function a minute later, and counts what it asks of storage.</summary>
    private async Task PollAsync(Deployment deployment)
    {
        _clock.Advance(TimeSpan.FromMinutes(1));
        _storage.Requests.Clear();
        await new PollEvents(deployment.Get<EventPoller>(), deployment.Get<Sweeps>()).RunAsync(null!, default);
    }
}
