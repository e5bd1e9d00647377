using System.Diagnostics;
using Hookwork.Archive.Resources;
using Hookwork.Ingest.Refreshing;
using Hookwork.Recorded;
using Hookwork.Telemetry;
using Hookwork.Tests.Ingest;
using Hookwork.Tests.Webhooks;

namespace Hookwork.Tests.Telemetry;

/// <summary>The structure of traces.</summary>
public sealed class TraceTests
{
    /// <summary>Two events of one patch, and the first of another.</summary>
    private const int EventsOfTwoPatches = 3;

    [Fact]
    public async Task One_trace_goes_from_a_poll_over_the_refresh_to_each_attempt_to_deliver()
    {
        using var spans = new Spans();
        var clock = new TestClock();
        await using var world = await EventsTests.World.StartAsync(EventsOfTwoPatches, clock: clock);
        var failures = 1;
        world.Target.Answer = context =>
        {
            context.Response.StatusCode = Interlocked.Decrement(ref failures) >= 0 ? 500 : 204;
            return Task.CompletedTask;
        };
        var (subscription, _) = await world.Hooks.SubscribeAsync(world.Target.Url);

        await world.Hooks.RunAsync();
        await world.Hooks.AdvanceAsync(clock, TimeSpan.FromMinutes(1));

        var received = world.Target.Received.ToList();
        var again = Assert.Single(received.GroupBy(item => item.WebhookId), same => same.Count() == 2);
        var webhooks = received.ConvertAll(item => spans.Of(item.Headers["traceparent"]));
        Assert.Equal(received.Count, webhooks.Distinct().Count());
        Assert.All(
            webhooks,
            webhook =>
                Assert.Equal(
                    ("webhook", subscription.Id),
                    (webhook.DisplayName, webhook.GetTagItem("hookwork.subscription"))
                )
        );
        Assert.Equal(
            [(1, 500, ActivityStatusCode.Error), (2, 204, ActivityStatusCode.Unset)],
            again
                .Select(item => spans.Of(item.Headers["traceparent"]))
                .Select(span =>
                    (
                        (int)span.GetTagItem("hookwork.attempt")!,
                        (int)span.GetTagItem("http.response.status_code")!,
                        span.Status
                    )
                )
        );

        var deliveries = webhooks.ConvertAll(spans.ParentOf).Distinct().ToList();
        Assert.Equal(
            received.DistinctBy(item => item.WebhookId).Select(item => $"deliver {item.Type}").Order(),
            deliveries.Select(span => span.DisplayName).Order()
        );
        var refreshes = deliveries.ConvertAll(spans.ParentOf).Distinct().ToList();
        Assert.Equal([2170000L, 2170003L], refreshes.Select(span => (long)span.GetTagItem("hookwork.patch")!).Order());
        var poll = Assert.Single(refreshes.Select(spans.ParentOf).Distinct());
        Assert.Equal(
            ("poll", default, EventsOfTwoPatches),
            (poll.DisplayName, poll.ParentSpanId, poll.GetTagItem("hookwork.events"))
        );
    }

    [Fact]
    public async Task An_event_whose_message_was_lost_stays_in_the_trace_of_its_poll()
    {
        using var spans = new Spans();
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 1);
        await using var deployment = await Deployment.StartAsync(patchwork.Url, settings: Hooks.Local);
        using (patchwork.Faults.Add(Fault.ServerError, When.On("/patches/")))
            await deployment.PollAsync();
        await deployment.Archive.Refresh.ClearMessagesAsync();
        var lost = DateTime.UtcNow;

        await deployment.RunToIdleAsync();

        var polls = spans
            .Ended.Where(span => span.DisplayName == "poll" && 1.Equals(span.GetTagItem("hookwork.events")))
            .ToList();
        Assert.Contains(
            polls,
            poll =>
                spans
                    .ChildrenOf(poll)
                    .Any(refresh =>
                        2170003L.Equals(refresh.GetTagItem("hookwork.patch")) && refresh.StartTimeUtc > lost
                    )
        );
    }

    [Fact]
    public async Task A_trace_goes_on_in_the_Hookwork_that_the_event_is_pushed_to()
    {
        using var spans = new Spans();
        await using var world = await EventsTests.World.StartAsync(1);
        await using var second = await PushedEventsTests.Receiver.StartAsync(world.Patchwork);
        var (subscription, secret) = await world.Hooks.SubscribeAsync(second.Url);
        second.Secrets.Add(secret);

        await world.Hooks.RunAsync();
        await second.Deployment.DrainAsync();

        var webhook = Assert.Single(
            spans.Ended,
            span => subscription.Id.Equals(span.GetTagItem("hookwork.subscription"))
        );
        var receive = Assert.Single(spans.ChildrenOf(webhook));
        Assert.Equal(("receive", ActivityKind.Server), (receive.DisplayName, receive.Kind));
        Assert.Equal("refresh patch", Assert.Single(spans.ChildrenOf(receive)).DisplayName);
    }

    [Fact]
    public async Task A_traceparent_among_the_headers_of_a_subscription_takes_precedence()
    {
        const string Own = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        using var spans = new Spans();
        await using var world = await EventsTests.World.StartAsync(1);
        await world.Hooks.SubscribeAsync(world.Target.Url, $$$"""{"headers": {"traceparent": "{{{Own}}}"}}""");

        await world.Hooks.RunAsync();

        Assert.Equal(Own, Assert.Single(world.Target.Received).Headers["traceparent"]);
    }

    [Fact]
    public void A_trace_that_is_none_is_left_out_and_the_first_of_two_is_kept()
    {
        using var spans = new Spans();
        const string Traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        using (var span = HookworkTraces.Start("test", ActivityKind.Internal, "00-nonsense-01"))
            Assert.Equal(default, span!.ParentSpanId);
        using (var span = HookworkTraces.Start("test", ActivityKind.Internal, Traceparent))
            Assert.Equal("b7ad6b7169203331", span!.ParentSpanId.ToHexString());

        var (none, one) = (
            new RefreshItem(ResourceKind.Patch, 1, 14),
            new RefreshItem(ResourceKind.Patch, 1, 14) { Traceparent = Traceparent }
        );
        var joined = Assert.Single(RefreshItem.Join([none, one, one with { Traceparent = "other" }]));

        Assert.Equal(Traceparent, joined.Traceparent);
        Assert.Equal(Traceparent, RefreshQueue.ReadItem(RefreshQueue.Write(joined)).Traceparent);
        Assert.DoesNotContain("trace", RefreshQueue.Write(none), StringComparison.OrdinalIgnoreCase);
    }
}
