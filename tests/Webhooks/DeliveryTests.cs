using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Hookwork.Tests.SelfHost;
using Hookwork.Webhooks.Delivery;
using Hookwork.Webhooks.Subscriptions;
using Hookwork.Webhooks.Targets;
using Hookwork.Webhooks.Upkeep;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hookwork.Tests.Webhooks;

/// <summary>Targets that fail in every way, with a clock that the tests set.</summary>
public sealed class DeliveryTests(TimedHooks shared) : IClassFixture<TimedHooks>, IAsyncLifetime
{
    private Hooks Hooks => shared.Hooks;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => shared.ForgetAsync();

    [Fact]
    public async Task A_target_that_fails_for_ever_is_tried_eight_times_by_the_schedule()
    {
        await using var target = await Target.StartAsync(context =>
            TimedHooks.AnswerAsync(context, 500, "out of order")
        );
        await using var operators = await Target.StartAsync();
        var (_, _) = await Hooks.SubscribeAsync(operators.Url, """{"types": ["message.exhausted"]}""");
        var (subscription, _) = await Hooks.SubscribeAsync(target.Url, """{"types": []}""");
        await shared.TestAsync(subscription);

        List<TimeSpan> waits = [];
        for (var attempt = 1; attempt < RetrySchedule.Waits.Count; attempt++)
        {
            Assert.Equal(attempt, target.Received.Count);
            var due = (await Hooks.ListAsync(subscription)).Single().Due!.Value;
            waits.Add(due - shared.Clock.GetUtcNow());
            await Hooks.AdvanceAsync(shared.Clock, due - shared.Clock.GetUtcNow() - TimeSpan.FromSeconds(2));
            Assert.Equal(attempt, target.Received.Count);
            await Hooks.AdvanceAsync(shared.Clock, TimeSpan.FromSeconds(2.2));
        }
        await Hooks.PumpAsync();

        foreach (var (wait, expected) in waits.Zip(RetrySchedule.Waits.Skip(1)))
            Assert.InRange(
                wait.TotalSeconds,
                expected.TotalSeconds - 3,
                expected.TotalSeconds * (1 + RetrySchedule.Jitter)
            );
        var delivery = Assert.Single(await Hooks.ListAsync(subscription));
        Assert.Equal((DeliveryState.Failed, 8), (delivery.State, delivery.Attempts));
        Assert.All(
            delivery.LastAttempts,
            attempt => Assert.Equal((500, "out of order"), (attempt.Status!.Value, attempt.Response))
        );
        Assert.Single(target.Received.DistinctBy(item => (item.WebhookId, item.Body)));
        var told = Assert.Single(
            operators.Received,
            item => item.Body.Contains(subscription.Id, StringComparison.Ordinal)
        );
        await NodeChecks.ValidateAsync("message.exhausted", told.Body);
        Assert.Equal(delivery.Id, told.Json["data"]!["message"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(410)]
    [InlineData(429)]
    public async Task What_a_target_answers_once_the_subscription_has_another_does_not_count_against_that(int status)
    {
        await using var target = await Target.StartAsync();
        Subscription? subscription = null;
        await using var former = await Target.StartAsync(async context =>
        {
            var change = new JsonObject { ["url"] = target.Url };
            await Hooks.Deployment.Get<SubscriptionRegistry>().ChangeAsync(subscription!.Id, change, default);
            context.Response.Headers.RetryAfter = "86400";
            await TimedHooks.AnswerAsync(context, status);
        });
        (subscription, _) = await Hooks.SubscribeAsync(former.Url);

        await shared.TestAsync(subscription);
        await Hooks.AdvanceAsync(shared.Clock, TimeSpan.FromSeconds(7));

        Assert.Single(former.Received);
        Assert.Single(target.Received);
        Assert.Equal(0, (await Hooks.Deliveries.HealthAsync(subscription.Id, default)).Failures);
    }

    [Fact]
    public async Task A_target_that_flaps_gets_its_message_at_the_second_attempt()
    {
        var calls = 0;
        await using var target = await Target.StartAsync(context =>
            TimedHooks.AnswerAsync(context, Interlocked.Increment(ref calls) == 1 ? 503 : 200)
        );
        var (subscription, _) = await Hooks.SubscribeAsync(target.Url);

        await shared.TestAsync(subscription);
        Assert.Single(target.Received);
        await Hooks.AdvanceAsync(shared.Clock, TimeSpan.FromSeconds(7));

        Assert.Equal(2, target.Received.Count);
        var delivery = Assert.Single(await Hooks.ListAsync(subscription));
        Assert.Equal((DeliveryState.Delivered, 2), (delivery.State, delivery.Attempts));
        Assert.Equal([503, 200], delivery.LastAttempts.Select(attempt => attempt.Status!.Value));
        Assert.Equal(0, (await Hooks.Deliveries.HealthAsync(subscription.Id, default)).Failures);
    }

    [Fact]
    public async Task A_target_that_hangs_is_given_up_and_delays_no_other()
    {
        // If the machine stalls, the test retries with a longer timeout.
        var delayed = true;
        for (var timeout = TimeSpan.FromMilliseconds(400); delayed && timeout < TimeSpan.FromSeconds(30); timeout *= 4)
        {
            var hasty = await TimedHooks.StartAsync(timeout);
            await using var other = await Target.StartAsync();
            await using var target = await Target.StartAsync(async context =>
            {
                await Task.Delay(Timeout.Infinite, context.RequestAborted)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                delayed = other.Received.IsEmpty;
            });
            var (subscription, _) = await hasty.Hooks.SubscribeAsync(target.Url);
            var (well, _) = await hasty.Hooks.SubscribeAsync(other.Url);

            await Task.WhenAll(hasty.TestAsync(subscription), hasty.TestAsync(well));
            await Eventually.TrueAsync(() => Volatile.Read(ref target.UnderWay) == 0);

            Assert.Contains(
                "did not answer",
                Assert.Single((await hasty.Hooks.ListAsync(subscription)).Single().LastAttempts).Error,
                StringComparison.Ordinal
            );
            delayed |= Assert.Single(await hasty.Hooks.ListAsync(well)).State != DeliveryState.Delivered;
            await hasty.DisposeAsync();
        }
        Assert.False(delayed);
    }

    [Fact]
    public async Task A_target_that_takes_no_connection_is_given_up()
    {
        var hooks = await TimedHooks.StartAsync(
            TimeSpan.FromSeconds(30),
            services =>
                services
                    .AddHttpClient(WebhookSender.ClientName)
                    .ConfigurePrimaryHttpMessageHandler(() =>
                        new SocketsHttpHandler
                        {
                            ConnectTimeout = TimeSpan.FromMilliseconds(100),
                            ConnectCallback = async (_, cancellationToken) =>
                            {
                                await Task.Delay(Timeout.Infinite, cancellationToken);
                                return Stream.Null;
                            },
                        }
                    )
        );
        var (subscription, _) = await hooks.Hooks.SubscribeAsync("http://127.0.0.1:9/");

        await hooks.TestAsync(subscription);

        Assert.Contains(
            "did not answer",
            Assert.Single((await hooks.Hooks.ListAsync(subscription)).Single().LastAttempts).Error,
            StringComparison.Ordinal
        );
        await hooks.DisposeAsync();
    }

    [Fact]
    public async Task Of_an_endless_answer_the_first_kibibyte_is_kept()
    {
        await using var target = await Target.StartAsync(async context =>
        {
            context.Response.StatusCode = 200;
            var chunk = new byte[64 << 10];
            chunk.AsSpan().Fill((byte)'x');
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
        });
        var (subscription, _) = await Hooks.SubscribeAsync(target.Url);

        await shared.TestAsync(subscription);

        var delivery = Assert.Single(await Hooks.ListAsync(subscription));
        Assert.Equal(
            (DeliveryState.Delivered, 1024),
            (delivery.State, delivery.LastAttempts.Single().Response!.Length)
        );
    }

    [Fact]
    public async Task An_answer_that_breaks_off_after_its_status_counts()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var hooks = await TimedHooks.StartAsync(
            TimeSpan.FromSeconds(30),
            services =>
                services.AddHttpClient(WebhookSender.ClientName).AddHttpMessageHandler(() => new StatusHandler(arrived))
        );
        await using var target = await Target.StartAsync(async context =>
        {
            context.Response.ContentLength = 100;
            await context.Response.WriteAsync("some");
            await context.Response.Body.FlushAsync();
            // A reset would discard the data in flight.
            await arrived.Task.WaitAsync(context.RequestAborted);
            context.Abort();
        });
        var (subscription, _) = await hooks.Hooks.SubscribeAsync(target.Url);

        await hooks.TestAsync(subscription);

        Assert.Equal(DeliveryState.Delivered, Assert.Single(await hooks.Hooks.ListAsync(subscription)).State);
        await hooks.DisposeAsync();
    }

    [Fact]
    public async Task A_target_whose_certificate_nobody_vouches_for_is_told_of()
    {
        using var key = ECDsa.Create();
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(
            DateTimeOffset.UtcNow.AddDays(-1),
            DateTimeOffset.UtcNow.AddDays(1)
        );
        await using var target = await Target.StartAsync(configure: kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate))
        );
        var (subscription, _) = await Hooks.SubscribeAsync(target.Url);

        await shared.TestAsync(subscription);

        Assert.Empty(target.Received);
        Assert.Contains(
            "TLS",
            Assert.Single((await Hooks.ListAsync(subscription)).Single().LastAttempts).Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_target_that_disappears_is_found_again()
    {
        var target = await Target.StartAsync();
        var (port, url) = (target.Port, target.Url);
        var (subscription, _) = await Hooks.SubscribeAsync(url);
        await target.DisposeAsync();
        // It refuses connections, and nobody else takes the port meanwhile.
        using var kept = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        kept.Bind(new IPEndPoint(IPAddress.Loopback, port));

        await shared.TestAsync(subscription);
        Assert.Contains(
            "cannot be reached",
            Assert.Single((await Hooks.ListAsync(subscription)).Single().LastAttempts).Error,
            StringComparison.Ordinal
        );
        kept.Close();
        await using var back = await Target.StartAsync(configure: kestrel => kestrel.Listen(IPAddress.Loopback, port));
        await Hooks.AdvanceAsync(shared.Clock, TimeSpan.FromSeconds(7));

        Assert.Single(back.Received);
        Assert.Equal(DeliveryState.Delivered, Assert.Single(await Hooks.ListAsync(subscription)).State);
    }

    [Fact]
    public async Task A_target_that_is_gone_disables_its_subscription_and_operators_hear_of_it()
    {
        await using var target = await Target.StartAsync(context => TimedHooks.AnswerAsync(context, 410));
        await using var operators = await Target.StartAsync();
        await Hooks.SubscribeAsync(operators.Url, """{"types": ["subscription.disabled"]}""");
        var (subscription, _) = await Hooks.SubscribeAsync(target.Url);

        await shared.TestAsync(subscription);
        await Hooks.PumpAsync();

        var disabled = (await Hooks.Deployment.Get<SubscriptionStore>().GetAsync(subscription.Id, default))!;
        Assert.Equal(SubscriptionStatus.Disabled, disabled.Status);
        Assert.Contains("410", disabled.Reason, StringComparison.Ordinal);
        await NodeChecks.ValidateAsync(
            "subscription.disabled",
            Assert
                .Single(operators.Received, item => item.Body.Contains(subscription.Id, StringComparison.Ordinal))
                .Body
        );
        await Hooks.AdvanceAsync(shared.Clock, TimeSpan.FromHours(1));
        Assert.Single(target.Received);

        // An attempt that was under way meanwhile says nothing new.
        var (_, pending) = await Hooks.Deliveries.PendingAsync(subscription.Id, 1, default);
        var deliverer = Hooks.Deployment.Get<Deliverer>();
        await deliverer.DeliverAsync(subscription, Assert.Single(pending), "{}"u8.ToArray(), default);
        await Hooks.PumpAsync();
        Assert.Single(operators.Received, item => item.Body.Contains(subscription.Id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_target_that_fails_for_five_days_disables_its_subscription()
    {
        await using var target = await Target.StartAsync(context => TimedHooks.AnswerAsync(context, 500));
        var (subscription, _) = await Hooks.SubscribeAsync(target.Url);
        for (var day = 0; day < 5; day++)
        {
            await shared.TestAsync(subscription);
            Assert.Equal(
                SubscriptionStatus.Active,
                (await Hooks.Deployment.Get<SubscriptionStore>().GetAsync(subscription.Id, default))!.Status
            );
            await Hooks.AdvanceAsync(shared.Clock, TimeSpan.FromDays(1));
        }

        var disabled = (await Hooks.Deployment.Get<SubscriptionStore>().GetAsync(subscription.Id, default))!;
        Assert.Equal(SubscriptionStatus.Disabled, disabled.Status);
        Assert.Contains("has failed since", disabled.Reason, StringComparison.Ordinal);
        // Logged by the drainer, too: the Functions host may drop the lines of attempts.
        Assert.NotEqual(
            0,
            shared.Log.Count(LogLevel.Warning, $"Subscription {subscription.Id} has been failing since")
        );
    }

    [Fact]
    public async Task A_target_that_fails_once_more_after_quiet_days_keeps_its_subscription()
    {
        await using var target = await Target.StartAsync(context => TimedHooks.AnswerAsync(context, 500));
        var (subscription, _) = await Hooks.SubscribeAsync(target.Url);
        await shared.TestAsync(subscription);
        for (var retry = 1; retry < RetrySchedule.Waits.Count; retry++)
            await Hooks.AdvanceAsync(shared.Clock, TimeSpan.FromHours(13));
        Assert.Equal(RetrySchedule.Waits.Count, target.Received.Count);

        shared.Clock.Advance(TimeSpan.FromDays(3));
        await shared.TestAsync(subscription);
        await Hooks.AdvanceAsync(shared.Clock, TimeSpan.FromMinutes(1));

        Assert.Equal(RetrySchedule.Waits.Count + 1, target.Received.Count);
        Assert.Equal(
            SubscriptionStatus.Active,
            (await Hooks.Deployment.Get<SubscriptionStore>().GetAsync(subscription.Id, default))!.Status
        );
    }

    [Fact]
    public async Task What_failed_or_was_delivered_is_replayed_with_the_same_id_and_body()
    {
        var works = false;
        await using var target = await Target.StartAsync(context =>
            TimedHooks.AnswerAsync(context, Volatile.Read(ref works) ? 200 : 400)
        );
        var (subscription, _) = await Hooks.SubscribeAsync(target.Url);
        await shared.TestAsync(subscription);
        foreach (var _ in RetrySchedule.Waits)
            await Hooks.AdvanceAsync(shared.Clock, TimeSpan.FromHours(13));
        var failed = Assert.Single(await Hooks.ListAsync(subscription));
        Assert.Equal(DeliveryState.Failed, failed.State);
        works = true;

        await Hooks
            .Deployment.Get<Replays>()
            .BeginAsync(subscription.Id, new ReplayStep(failed.CreatedAt, FailedOnly: true, null), default);
        await Hooks.AdvanceAsync(shared.Clock, TimeSpan.FromMinutes(10));
        Assert.Equal(DeliveryState.Delivered, Assert.Single(await Hooks.ListAsync(subscription)).State);
        Assert.True(await Hooks.Deployment.Get<Replays>().OneAsync(subscription.Id, failed.Key, default));
        await Hooks.PumpAsync();

        Assert.Equal(10, target.Received.Count);
        Assert.Single(target.Received.DistinctBy(item => (item.WebhookId, item.Body)));
    }

    /// <summary>Tells that the status of an answer has arrived.</summary>
    private sealed class StatusHandler(TaskCompletionSource arrived) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            var answer = await base.SendAsync(request, cancellationToken);
            arrived.TrySetResult();
            return answer;
        }
    }
}
