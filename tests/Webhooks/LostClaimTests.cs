using Hookwork.Recorded;
using Hookwork.Tests.Catalog;
using Hookwork.Tests.Ingest;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Delivery;
using Hookwork.Webhooks.Payloads;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Tests.Webhooks;

/// <summary>A process that took longer than its claim, so that another one took its delivery.</summary>
public sealed class LostClaimTests(TimedHooks shared) : IClassFixture<TimedHooks>
{
    /// <summary>A first attempt composes the body before its claim, a later one after it.</summary>
    [Theory]
    [InlineData("{}", "POST ")]
    [InlineData("""{"rateLimit": 60}""", "GET ")]
    public async Task A_claim_outlasts_the_attempt_however_long_the_body_took(string settings, string slowRequest)
    {
        var (wire, clock, timeout) = (new Wire(), new TestClock(stands: true), TimeSpan.FromSeconds(15));
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 1);
        await using var deployment = await Deployment.StartAsync(
            patchwork.Url,
            time: clock,
            configure: services => Hooks.Hasty(services, timeout),
            policy: wire
        );
        var hooks = new Hooks(deployment);
        Subscription? subscription = null;
        List<DateTimeOffset?> claims = [];
        await using var target = await Target.StartAsync(async context =>
        {
            var (_, pending) = await hooks.Deliveries.PendingAsync(subscription!.Id, 1, default);
            claims.Add(pending.Single().ClaimedUntil);
            context.Response.StatusCode = 204;
        });
        (subscription, _) = await hooks.SubscribeAsync(target.Url, settings);
        wire.Before = (request, _) =>
        {
            if (request.StartsWith(slowRequest, StringComparison.Ordinal) && request.Contains("/Payloads"))
                clock.Advance(TimeSpan.FromSeconds(20));
            return Task.CompletedTask;
        };

        await deployment.Get<WebhookQueue>().AnnounceAsync([TimedHooks.Test(subscription)], TimeSpan.Zero, default);
        await hooks.PumpAsync();

        Assert.True(Assert.Single(claims) >= clock.GetUtcNow() + timeout, $"{claims[0]:u} at {clock.GetUtcNow():u}");
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public async Task A_message_that_another_process_delivered_is_not_told_of_as_exhausted(bool isTaken, int expected)
    {
        var (hooks, now) = (shared.Hooks, shared.Clock.GetUtcNow());
        var (subscription, _) = await hooks.SubscribeAsync("http://127.0.0.1:9/hook");
        var announcement = TimedHooks.Test(subscription) with { Type = "patch.created" };
        var claimed = await hooks.Deliveries.TryAddAsync(
            subscription.Id,
            new PendingDelivery(announcement, new PayloadKey("0", "none"), now, null)
            {
                ClaimedUntil = now.AddSeconds(31),
            },
            default
        );
        if (isTaken)
        {
            var taken = await hooks.Deliveries.TryClaimAsync(subscription.Id, [claimed!], now.AddMinutes(5), default);
            var success = new Attempt(now, 204, null, 1, null);
            Assert.True(
                await hooks.Deliveries.TryRecordAsync(
                    subscription.Id,
                    Assert.Single(taken!),
                    success,
                    DeliveryState.Delivered,
                    null,
                    default
                )
            );
        }
        await hooks.Deployment.Archive.Announcements.ClearMessagesAsync();

        await hooks
            .Deployment.Get<Deliverer>()
            .FailAsync(
                subscription,
                claimed! with
                {
                    Attempts = RetrySchedule.Waits.Count - 1,
                },
                new Attempt(now, 500, null, 1, null),
                default
            );

        Assert.Equal(expected, (await hooks.Deployment.Archive.Announcements.PeekMessagesAsync(32)).Value.Length);
    }
}
