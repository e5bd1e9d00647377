using System.Text.Json.Nodes;
using Hookwork.Tests.Ingest;
using Hookwork.Webhooks.Conditions;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Tests.Webhooks.Conditions;

/// <summary>What two instances do that look at the same series at the same time.</summary>
public sealed class ConditionAnnouncerTests
{
    private static readonly Condition s_about = new(
        WebhookType.SeriesStateChanged,
        SeriesWorld.Project,
        SeriesWorld.Series,
        null
    );

    [Theory]
    [InlineData(null)]
    [InlineData("under-review")]
    public async Task Who_saw_an_older_state_than_another_instance_announced_looks_again(string? announced)
    {
        await using var world = await SeriesWorld.StartAsync();
        await world.SubscribeAsync(WebhookType.SeriesStateChanged);
        var other = await world.AnotherAsync();
        await using var _ = other.Deployment;
        if (announced is not null)
            await AnnounceAsync(world.Hooks.Deployment, () => Task.FromResult(announced));
        var looks = 0;

        await AnnounceAsync(
            world.Hooks.Deployment,
            async () =>
            {
                // The other instance sees the newer state, and announces it, while this one still has the older.
                if (++looks > 1)
                    return "rejected";
                await AnnounceAsync(other.Deployment, () => Task.FromResult("rejected"));
                return "accepted";
            }
        );
        await world.Hooks.PumpAsync();

        Assert.Equal(2, looks);
        Assert.Equal(
            announced is null ? ["rejected"] : [announced, "rejected"],
            world.Announced().Select(data => (string)data["state"]!)
        );
        Assert.Equal("rejected", (await world.RowAsync(WebhookType.SeriesStateChanged))!.Value);
    }

    private static Task AnnounceAsync(Deployment deployment, Func<Task<string>> now) =>
        deployment
            .Get<ConditionAnnouncer>()
            .AnnounceAsync(
                s_about,
                null,
                () => Task.FromResult<string?>("new"),
                async () => await now(),
                (state, before) => new JsonObject { ["state"] = state, ["previous_state"] = before },
                default
            );
}
