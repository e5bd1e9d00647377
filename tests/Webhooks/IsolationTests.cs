using System.Diagnostics;
using System.Text.Json.Nodes;
using Hookwork.Recorded;
using Hookwork.SelfHost;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Delivery;
using Hookwork.Webhooks.Payloads;
using Hookwork.Webhooks.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Tests.Webhooks;

/// <summary>A hanging target does not delay the others.</summary>
public sealed class IsolationTests
{
    /// <summary>Azurite slows down with the number of rows; the bench uses ten thousand.</summary>
    private const int Queued = 2_000;
    private const int Burst = 12;
    private const int Samples = 50;
    private const int Rounds = 12;

    private static readonly TimeSpan s_quiet = TimeSpan.FromMilliseconds(250);

    [Fact]
    public async Task Thousands_of_deliveries_for_a_target_that_hangs_do_not_delay_another()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 1);
        await using var app = await SelfHostApp.StartAsync(
            new SelfHostOptions
            {
                Port = 0,
                Polling = TimeSpan.FromMilliseconds(20),
                Settings = new Dictionary<string, string?>
                {
                    ["AzureWebJobsStorage"] = await TestAzurite.NewAccountAsync(),
                    ["Patchwork__Url"] = patchwork.Url.ToString(),
                    ["Hookwork__AllowedHosts"] = "127.0.0.1",
                    ["Hookwork__WebhookTimeout"] = "00:00:05",
                },
                DrainTime = TimeSpan.Zero,
            }
        );
        await using var well = await Target.StartAsync();
        await using var hanging = await Target.StartAsync(context =>
            Task.Delay(Timeout.Infinite, context.RequestAborted)
        );
        var subscriptions = app.Services.GetRequiredService<SubscriptionRegistry>();
        var (good, _) = await subscriptions.CreateAsync(
            new() { ["url"] = well.Url, ["types"] = new JsonArray("message.exhausted") },
            default
        );
        var idle = P99(await LatenciesAsync(app, good, well));

        // New deliveries for it arrive before its failure is known, each a queue message; then a backlog; then more.
        // Other load on the machine may spoil a round, but not every one.
        var (first, busy) = (new List<TimeSpan>(), new List<TimeSpan>());
        Subscription bad;
        do
        {
            (bad, _) = await subscriptions.CreateAsync(
                new() { ["url"] = hanging.Url, ["types"] = new JsonArray("message.exhausted") },
                default
            );
            await Task.WhenAll(
                Enumerable
                    .Range(0, Burst)
                    .Select(_ =>
                        app.Services.GetRequiredService<WebhookQueue>()
                            .AnnounceAsync([TimedHooks.Test(bad)], TimeSpan.Zero, default)
                    )
            );
            first.Add((await LatenciesAsync(app, good, well)).Max());
        } while (first.Count < Rounds && first[^1] >= TimeSpan.FromSeconds(3));
        await QueueAsync(app, bad);
        using var stop = new CancellationTokenSource();
        var more = AnnounceAsync(app, bad, stop.Token);
        await Eventually.TrueAsync(() => Volatile.Read(ref hanging.UnderWay) > 0);
        do busy.Add(P99(await LatenciesAsync(app, good, well)));
        while (busy.Count < Rounds && busy[^1] > Bound(idle));
        await stop.CancelAsync();
        await more;
        Assert.Equal((1 + first.Count + busy.Count) * Samples, well.Messages.Count);
        if (busy[^1] > Bound(idle))
        {
            // Measured again without the hanging target, in case the machine has become slower.
            await subscriptions.PauseAsync(bad.Id, default);
            await Eventually.TrueAsync(() => Volatile.Read(ref hanging.UnderWay) == 0);
            idle = P99(await LatenciesAsync(app, good, well));
        }

        Assert.True(
            first[^1] < TimeSpan.FromSeconds(3),
            $"The first took {Milliseconds(first)} ms, as long as the target that hangs"
        );
        Assert.InRange(hanging.MostAtOnce, 1, first.Count * Lane.Width);
        Assert.True(
            busy.Min() <= Bound(idle),
            $"p99 was {idle.TotalMilliseconds:0} ms and became {Milliseconds(busy)} ms"
        );
    }

    private static async Task<IReadOnlyList<TimeSpan>> LatenciesAsync(
        SelfHostApp app,
        Subscription subscription,
        Target target
    )
    {
        List<TimeSpan> latencies = [];
        for (var sample = 0; sample < Samples; sample++)
        {
            var before = target.Received.Count;
            var watch = Stopwatch.StartNew();
            await app
                .Services.GetRequiredService<WebhookQueue>()
                .AnnounceAsync([TimedHooks.Test(subscription)], TimeSpan.Zero, default);
            for (var deadline = Deadline.Start(); target.Received.Count == before; deadline.Check())
                await Task.Delay(1);
            latencies.Add(watch.Elapsed);
        }
        return latencies;
    }

    /// <summary>Records due deliveries, many in a transaction, and queues a wake.</summary>
    private static async Task QueueAsync(SelfHostApp app, Subscription subscription)
    {
        var table = app.Services.GetRequiredService<Hookwork.Archive.ArchiveStorage>().Deliveries;
        var now = DateTimeOffset.UtcNow;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Queued).Chunk(50),
            async (some, cancellationToken) =>
            {
                var actions = some.SelectMany(_ =>
                    new PendingDelivery(
                        TimedHooks.Test(subscription),
                        new PayloadKey("none", "none"),
                        now,
                        null
                    ).Recording(subscription.Id, now)
                );
                await table.SubmitTransactionAsync(actions, cancellationToken);
            }
        );
        await app.Services.GetRequiredService<WebhookQueue>().WakeAsync(new WakeMessage(subscription.Id, now), default);
    }

    private static async Task AnnounceAsync(
        SelfHostApp app,
        Subscription subscription,
        CancellationToken cancellationToken
    )
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await app
                .Services.GetRequiredService<WebhookQueue>()
                .AnnounceAsync([TimedHooks.Test(subscription)], TimeSpan.Zero, default);
            await Task.Delay(100, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>
    /// What p99 may become: twice what it was, as the bench measures. A delivery that waits for the target that hangs
    /// waits for seconds, so half a second is too short for one, however quiet the machine was before.
    /// </summary>
    private static TimeSpan Bound(TimeSpan idle) => idle > s_quiet ? 2 * idle : 2 * s_quiet;

    private static string Milliseconds(IEnumerable<TimeSpan> spans) =>
        string.Join(", ", spans.Select(span => $"{span.TotalMilliseconds:0}"));

    private static TimeSpan P99(IReadOnlyList<TimeSpan> latencies) =>
        latencies.Order().ElementAt(latencies.Count * 99 / 100 - 1);
}
