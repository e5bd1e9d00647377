using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Hookwork.Archive;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Delivery;
using Hookwork.Webhooks.Payloads;
using Hookwork.Webhooks.Subscriptions;
using Hookwork.Webhooks.Targets;

namespace Hookwork.Bench.Webhooks;

/// <summary>
/// Measures the time from the push of an event, through fetch and archive, to the delivery, one event at a time.
/// </summary>
internal static class LatencyRun
{
    /// <summary>From a push to its delivery, and to its answer, in milliseconds; each sorted.</summary>
    internal sealed record Times(IReadOnlyList<double> Delivery, IReadOnlyList<double> Answer);

    private const int Samples = 200;
    private const int Queued = 10_000;

    /// <summary>Measures first idle, then beside a target that hangs.</summary>
    public static async Task<(Times Idle, Times Beside)> RunAsync(CancellationToken cancellationToken)
    {
        await using var sink = await Sink.StartAsync(hangs: false, cancellationToken);
        await using var hanging = await Sink.StartAsync(hangs: true, cancellationToken);
        await using var deployment = await Deployment.StartAsync(record: false, cancellationToken);
        await deployment.SubscribeAsync(sink.Url, cancellationToken);
        var idle = await MeasureAsync(deployment, sink, 0, cancellationToken);
        Progress.Tell($"idle: p99 {idle.Delivery[Samples * 99 / 100 - 1]:0} ms");

        var subscription = await deployment.SubscribeAsync(hanging.Url, cancellationToken);
        await QueueAsync(deployment, subscription, cancellationToken);
        Progress.Tell($"queued {Queued} deliveries for a target that hangs");
        var beside = await MeasureAsync(deployment, sink, 1_000, cancellationToken);
        Progress.Tell(
            $"beside it: p99 {beside.Delivery[Samples * 99 / 100 - 1]:0} ms, {hanging.Count} attempts hang or hung"
        );
        return (idle, beside);
    }

    /// <param name="from">The first event's number; numbers make events unique, since duplicates are ignored.</param>
    private static async Task<Times> MeasureAsync(
        Deployment deployment,
        Sink sink,
        int from,
        CancellationToken cancellationToken
    )
    {
        using var client = new HttpClient();
        List<(double Delivery, double Answer)> times = [];
        for (var sample = from - 10; sample < from + Samples; sample++)
        {
            var done = sink.WhenAsync(sink.Count + 1);
            var body = Event(9_500_000 + sample, deployment.Created[Math.Abs(sample) % deployment.Created.Count].Id);
            using var request = Signed(deployment, body);
            var watch = Stopwatch.StartNew();
            var answering = AnswerAsync();
            // A refused push is never delivered.
            if (await Task.WhenAny(done, answering) == answering)
                await answering;
            await done.WaitAsync(TimeSpan.FromMinutes(1), cancellationToken);
            var delivery = watch.Elapsed.TotalMilliseconds;
            var answered = await answering;
            // The first few are warm-up.
            if (sample >= from)
                times.Add((delivery, answered));
            // Lets the work of the last event finish.
            await Task.Delay(Random.Shared.Next(30, 130), cancellationToken);

            async Task<double> AnswerAsync()
            {
                using var answer = await client.SendAsync(request, cancellationToken);
                answer.EnsureSuccessStatusCode();
                return watch.Elapsed.TotalMilliseconds;
            }
        }
        return new Times(
            [.. times.Select(time => time.Delivery).Order()],
            [.. times.Select(time => time.Answer).Order()]
        );
    }

    private static byte[] Event(long id, long patch) =>
        Encoding.UTF8.GetBytes(
            new JsonObject
            {
                ["id"] = id,
                ["category"] = "patch-relation-changed",
                ["project"] = new JsonObject { ["id"] = 14 },
                ["date"] = DateTime
                    .UtcNow.AddDays(-30)
                    .ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
                ["actor"] = null,
                ["payload"] = new JsonObject { ["patch"] = new JsonObject { ["id"] = patch } },
            }.ToJsonString()
        );

    private static HttpRequestMessage Signed(Deployment deployment, byte[] body)
    {
        var timestamp = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(deployment.Url, "hooks/patchwork"))
        {
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(WebhookSignature.IdHeader, "msg_bench");
        request.Headers.Add(WebhookSignature.TimestampHeader, $"{timestamp}");
        request.Headers.Add(
            WebhookSignature.SignatureHeader,
            WebhookSignature.Sign([deployment.Secret], "msg_bench", timestamp, body)
        );
        return request;
    }

    /// <summary>Records due deliveries, many in a transaction, and queues a wake.</summary>
    private static async Task QueueAsync(
        Deployment deployment,
        Subscription subscription,
        CancellationToken cancellationToken
    )
    {
        var (table, now) = (deployment.Get<ArchiveStorage>().Deliveries, DateTimeOffset.UtcNow);
        foreach (var some in Enumerable.Range(0, Queued).Chunk(50))
        {
            var actions = some.SelectMany(index =>
                new PendingDelivery(
                    deployment.Created[0] with
                    {
                        Suffix = $"queued-{index}",
                    },
                    new PayloadKey("none", $"{index}"),
                    now,
                    null
                ).Recording(subscription.Id, now)
            );
            await table.SubmitTransactionAsync(actions, cancellationToken);
        }
        await deployment.Get<WebhookQueue>().WakeAsync(new WakeMessage(subscription.Id, now), cancellationToken);
    }
}
