using Hookwork.Webhooks.Delivery;
using Hookwork.Webhooks.Payloads;

namespace Hookwork.Tests.Webhooks;

/// <summary>A process that took longer than its claim, so that another one took its delivery.</summary>
public sealed class LostClaimTests(TimedHooks shared) : IClassFixture<TimedHooks>
{
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
