using Hookwork.Webhooks.Delivery;
using Hookwork.Webhooks.Subscriptions;
using Hookwork.Webhooks.Upkeep;

namespace Hookwork.Tests.Webhooks;

/// <summary>How fast targets get their messages: those that throttle, are down, or have a rate limit.</summary>
public sealed class PaceTests(TimedHooks shared) : IClassFixture<TimedHooks>, IAsyncLifetime
{
    private Hooks Hooks => shared.Hooks;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => shared.ForgetAsync();

    [Fact]
    public async Task Retry_After_is_honoured_and_slows_the_whole_target_down()
    {
        var busy = true;
        await using var target = await Target.StartAsync(context =>
        {
            context.Response.Headers.RetryAfter = "600";
            return TimedHooks.AnswerAsync(context, Volatile.Read(ref busy) ? 429 : 200);
        });
        var (subscription, _) = await Hooks.SubscribeAsync(target.Url);
        await shared.TestAsync(subscription);
        busy = false;
        await shared.TestAsync(subscription);
        Assert.Single(target.Received);

        await Hooks.AdvanceAsync(shared.Clock, TimeSpan.FromSeconds(590));
        Assert.Single(target.Received);
        await Hooks.AdvanceAsync(shared.Clock, TimeSpan.FromSeconds(15));

        Assert.Equal(3, target.Received.Count);
        Assert.All(
            await Hooks.ListAsync(subscription),
            delivery => Assert.Equal(DeliveryState.Delivered, delivery.State)
        );
    }

    [Fact]
    public async Task A_backlog_ends_at_the_first_answer_that_throttles()
    {
        var calls = 0;
        await using var target = await Target.StartAsync(async context =>
        {
            if (Interlocked.Increment(ref calls) > 1)
                await Task.Delay(300);
            context.Response.Headers.RetryAfter = "600";
            context.Response.StatusCode = 429;
        });
        var (subscription, _) = await Hooks.SubscribeAsync(target.Url);
        var subscriptions = Hooks.Deployment.Get<SubscriptionRegistry>();
        await subscriptions.PauseAsync(subscription.Id, default);
        for (var test = 0; test < 10; test++)
            await shared.TestAsync(subscription);
        await subscriptions.ActivateAsync(subscription.Id, default);

        await Hooks.AdvanceAsync(shared.Clock, TimeSpan.FromSeconds(1));

        // The others were under way by then.
        Assert.InRange(target.Received.Count, 1, Lane.Width);
    }

    [Fact]
    public async Task A_message_that_was_under_way_as_the_target_throttled_does_not_end_that()
    {
        var (calls, slow) = (0, new TaskCompletionSource());
        await using var target = await Target.StartAsync(async context =>
        {
            if (Interlocked.Increment(ref calls) > 1)
            {
                context.Response.Headers.RetryAfter = "600";
                context.Response.StatusCode = 429;
                return;
            }
            await slow.Task;
        });
        var (subscription, _) = await Hooks.SubscribeAsync(target.Url);
        var sent = shared.TestAsync(subscription);
        await Eventually.TrueAsync(() => !target.Received.IsEmpty);
        shared.Clock.Advance(TimeSpan.FromSeconds(1));
        var refused = shared.TestAsync(subscription);
        await Eventually.TrueAsync(async () =>
            (await Hooks.Deliveries.HealthAsync(subscription.Id, default)).NotBefore is not null
        );
        slow.SetResult();
        await Task.WhenAll(sent, refused);

        await shared.TestAsync(subscription);
        Assert.Equal(2, target.Received.Count);
    }

    [Fact]
    public async Task A_target_that_is_down_gets_one_probe_and_then_everything_at_most_four_at_a_time()
    {
        var down = true;
        await using var target = await Target.StartAsync(async context =>
        {
            if (!Volatile.Read(ref down))
                await Task.Delay(20);
            await TimedHooks.AnswerAsync(context, Volatile.Read(ref down) ? 500 : 200);
        });
        var (subscription, _) = await Hooks.SubscribeAsync(target.Url);
        for (var test = 0; test < 30; test++)
            await shared.TestAsync(subscription);
        var tried = target.Received.Count;
        Assert.InRange(tried, 3, 4);
        Assert.True((await Hooks.Deliveries.HealthAsync(subscription.Id, default)).IsDown);

        await Hooks.AdvanceAsync(shared.Clock, TimeSpan.FromSeconds(30));
        Assert.Equal(tried + 1, target.Received.Count);
        down = false;
        await Hooks.AdvanceAsync(shared.Clock, TimeSpan.FromMinutes(10));

        Assert.Equal(
            30,
            (await Hooks.ListAsync(subscription)).Count(delivery => delivery.State == DeliveryState.Delivered)
        );
        Assert.InRange(target.MostAtOnce, 1, Lane.Width);
    }

    [Fact]
    public async Task A_short_drain_ends_in_time_and_leaves_the_rest_to_a_wake()
    {
        await using var target = await Target.StartAsync(context => Task.Delay(200, context.RequestAborted));
        var (subscription, _) = await Hooks.SubscribeAsync(target.Url);
        var subscriptions = Hooks.Deployment.Get<SubscriptionRegistry>();
        await subscriptions.PauseAsync(subscription.Id, default);
        for (var test = 0; test < 3 * Lane.Width; test++)
            await shared.TestAsync(subscription);
        await subscriptions.ActivateAsync(subscription.Id, default);

        await Hooks.Deployment.Get<Drainer>().DrainAsync(subscription.Id, TimeSpan.FromMilliseconds(100), default);

        Assert.InRange(target.Received.Count, 0, Lane.Width);
        await Hooks.PumpAsync();
        Assert.Equal(3 * Lane.Width, target.Received.Count);
        Assert.InRange(target.MostAtOnce, 1, Lane.Width);
    }

    [Fact]
    public async Task A_rate_limit_spaces_deliveries()
    {
        await using var target = await Target.StartAsync();
        var (subscription, _) = await Hooks.SubscribeAsync(target.Url, """{"rateLimit": 6}""");
        for (var test = 0; test < 4; test++)
            await shared.TestAsync(subscription);

        List<int> seen = [target.Received.Count];
        for (var step = 0; step < 3; step++)
        {
            await Hooks.AdvanceAsync(shared.Clock, TimeSpan.FromSeconds(10.1));
            seen.Add(target.Received.Count);
        }

        Assert.Equal([1, 2, 3, 4], seen);
    }

    [Fact]
    public async Task A_delivery_that_waits_for_its_next_attempt_is_replayed_at_once()
    {
        var works = false;
        await using var target = await Target.StartAsync(context =>
            TimedHooks.AnswerAsync(context, Volatile.Read(ref works) ? 200 : 500)
        );
        var (subscription, _) = await Hooks.SubscribeAsync(target.Url);
        await shared.TestAsync(subscription);
        await Hooks.AdvanceAsync(shared.Clock, TimeSpan.FromSeconds(10));
        var waiting = Assert.Single(await Hooks.ListAsync(subscription));
        Assert.True(waiting.Due > shared.Clock.GetUtcNow() + TimeSpan.FromMinutes(4));
        works = true;

        Assert.True(await Hooks.Deployment.Get<Replays>().OneAsync(subscription.Id, waiting.Key, default));
        await Hooks.PumpAsync();

        var sent = Assert.Single(await Hooks.ListAsync(subscription));
        Assert.Equal((DeliveryState.Delivered, 1), (sent.State, sent.Attempts));
        Assert.Equal(3, target.Received.Count);
        Assert.Single(target.Received.DistinctBy(item => (item.WebhookId, item.Body)));
    }
}
