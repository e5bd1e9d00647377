using Hookwork.Patchwork;
using Hookwork.Patchwork.Resources;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Tests.Webhooks.Conditions;

/// <summary><c>series.check-changed</c>: the checks of all patches together, by Patchwork's rule.</summary>
public sealed class CheckChangedTests
{
    [Fact]
    public async Task The_checks_of_a_series_turn_with_the_worst_of_its_patches()
    {
        await using var world = await SeriesWorld.StartAsync();
        await world.SubscribeAsync(WebhookType.SeriesCheckChanged);
        (int Patch, string Context, string State)[] checks =
        [
            (4, "build", "success"),
            (0, "build", "success"),
            (0, "style", "warning"),
            (1, "build", "fail"),
            (1, "style", "success"),
            // The newest of a context counts.
            (1, "build", "pending"),
            (1, "build", "success"),
            (0, "style", "pending"),
            (0, "style", "success"),
        ];
        foreach (var (patch, context, state) in checks)
        {
            await world.CheckAsync(SeriesWorld.Patches[patch], context, state);
            await world.Hooks.RunAsync();
        }
        await world.Hooks.RunAsync();

        Assert.Equal(
            [
                "pending > success",
                "success > warning",
                "warning > fail",
                "fail > warning",
                "warning > pending",
                "pending > success",
            ],
            world.Announced().Select(data => $"{data["previous_check"]} > {data["check"]}")
        );
        foreach (var received in world.Target.Received)
            await NodeChecks.ValidateAsync(WebhookType.SeriesCheckChanged, received.Body);
        Assert.Equal("series-484000-check-changed-1", world.Target.Messages[0]);
    }

    [Theory]
    [InlineData("pending")]
    [InlineData("success", "success", "success")]
    [InlineData("pending", "success", "pending")]
    [InlineData("warning", "success", "pending", "warning")]
    [InlineData("fail", "warning", "fail", "pending", "success")]
    [InlineData("pending", "nosuch")]
    public void The_worst_check_counts(string combined, params string[] states) =>
        Assert.Equal(combined, CombinedCheck.Of(states));
}
