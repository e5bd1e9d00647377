using System.Text.Json.Nodes;
using Hookwork.Tests.Ingest;
using Hookwork.Tests.Site;

namespace Hookwork.Tests.Webhooks;

/// <summary>What <c>/status</c> says about subscriptions, with a clock that the tests set.</summary>
public sealed class SubscriptionCountsTests(TimedHooks shared) : IClassFixture<TimedHooks>, IAsyncLifetime
{
    private ServedDeployment _server = null!;

    private Hooks Hooks => shared.Hooks;

    public async Task InitializeAsync() => _server = await ServedDeployment.StartAsync(Hooks.Deployment);

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await shared.ForgetAsync();
    }

    [Fact]
    public async Task A_target_that_fails_for_half_an_hour_is_counted_until_it_works()
    {
        var works = false;
        await using var target = await Target.StartAsync(context =>
            TimedHooks.AnswerAsync(context, Volatile.Read(ref works) ? 204 : 500)
        );
        await using var well = await Target.StartAsync();
        var (subscription, _) = await Hooks.SubscribeAsync(target.Url);
        var (other, _) = await Hooks.SubscribeAsync(well.Url);
        await shared.TestAsync(subscription);
        await shared.TestAsync(other);

        shared.Clock.Advance(TimeSpan.FromMinutes(28.5));
        Assert.Equal("""{"failing":0,"disabled":0}""", await AfterAMinuteAsync());
        Assert.Equal("""{"failing":1,"disabled":0}""", await AfterAMinuteAsync());

        works = true;
        await Hooks.AdvanceAsync(shared.Clock, TimeSpan.FromMinutes(5));
        Assert.Equal("""{"failing":0,"disabled":0}""", await AfterAMinuteAsync());
    }

    [Fact]
    public async Task A_target_that_nothing_was_sent_to_for_two_days_may_work_again()
    {
        await using var target = await Target.StartAsync(context => TimedHooks.AnswerAsync(context, 500));
        var (subscription, _) = await Hooks.SubscribeAsync(target.Url);
        await shared.TestAsync(subscription);

        shared.Clock.Advance(TimeSpan.FromHours(47));
        Assert.Equal("""{"failing":1,"disabled":0}""", await AfterAMinuteAsync());
        shared.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("""{"failing":0,"disabled":0}""", await AfterAMinuteAsync());
    }

    [Fact]
    public async Task A_subscription_that_was_disabled_is_counted_until_it_is_resumed()
    {
        await using var target = await Target.StartAsync(context => TimedHooks.AnswerAsync(context, 410));
        var (subscription, _) = await Hooks.SubscribeAsync(target.Url);
        await shared.TestAsync(subscription);
        shared.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("""{"failing":0,"disabled":1}""", await AfterAMinuteAsync());

        using var resumed = await _server.Client.PostAsync($"/webhooks/subscriptions/{subscription.Id}/resume", null);
        resumed.EnsureSuccessStatusCode();
        Assert.Equal("""{"failing":0,"disabled":0}""", await AfterAMinuteAsync());
    }

    /// <summary>What the JSON says, and the page too, a minute later: counts are reused for seconds.</summary>
    private async Task<string> AfterAMinuteAsync()
    {
        shared.Clock.Advance(TimeSpan.FromMinutes(1));
        var counts = JsonNode.Parse(await _server.Client.GetStringAsync("/status"))!["webhooks"]!;
        var page = await _server.Client.PageAsync("/status?format=html");
        Assert.Equal(
            [$"{counts["failing"]}", $"{counts["disabled"]}"],
            page.QuerySelectorAll("[aria-labelledby=webhooks] td").Select(cell => cell.TextContent)
        );
        return counts.ToJsonString();
    }
}
