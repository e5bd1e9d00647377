using System.Diagnostics;
using System.Net;
using Hookwork.Bench.Storage;
using Hookwork.Webhooks.Announcing;

namespace Hookwork.Bench.Webhooks;

/// <summary>Measures deliveries to a number of subscriptions, and the same requests sent by bare loops.</summary>
internal static class ThroughputRun
{
    /// <summary>A thousand take two seconds, much of them for the start.</summary>
    private const int Deliveries = 4000;

    /// <summary>Delivers the messages and returns the time.</summary>
    /// <param name="record">Whether to record storage operations.</param>
    public static async Task<(
        double PerSecond,
        IReadOnlyList<StorageOperation> Before,
        IReadOnlyList<StorageOperation> Work,
        IReadOnlyList<int> Sizes
    )> SendAsync(int subscriptions, bool record, CancellationToken cancellationToken)
    {
        await using var sink = await Sink.StartAsync(hangs: false, cancellationToken);
        await using var deployment = await Deployment.StartAsync(record, cancellationToken);
        for (var index = 0; index < subscriptions; index++)
            await deployment.SubscribeAsync(sink.Url, cancellationToken);
        // As many messages as refreshes would announce; repeated patches count as separate messages.
        List<Announcement> announcements =
        [
            .. Enumerable
                .Range(0, Deliveries / subscriptions)
                .Select(index =>
                    deployment.Created[index % deployment.Created.Count] with
                    {
                        Suffix = $"bench-{index}",
                    }
                ),
        ];
        var done = sink.WhenAsync(Deliveries);
        var from = DateTimeOffset.UtcNow;
        var watch = Stopwatch.StartNew();
        await deployment.Get<WebhookQueue>().AnnounceAsync(announcements, TimeSpan.Zero, cancellationToken);
        await done.WaitAsync(TimeSpan.FromMinutes(5), cancellationToken);
        var elapsed = watch.Elapsed;
        // Lets the app record the last deliveries and delete their messages.
        await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        IReadOnlyList<StorageOperation> all = deployment.Recorder?.Operations ?? [];
        return (
            Deliveries / elapsed.TotalSeconds,
            [.. all.Where(operation => operation.At < from)],
            [.. all.Where(operation => operation.At >= from && !IsIdle(operation))],
            sink.Sizes
        );
    }

    /// <summary>Sends the same storage requests and the same number of POSTs.</summary>
    public static async Task<double> BareAsync(
        IReadOnlyList<StorageOperation> before,
        IReadOnlyList<StorageOperation> work,
        IReadOnlyList<int> sizes,
        int loops,
        CancellationToken cancellationToken
    )
    {
        await using var sink = await Sink.StartAsync(hangs: false, cancellationToken);
        using var client = new HttpClient(
            new SocketsHttpHandler
            {
                UseProxy = false,
                UseCookies = false,
                ActivityHeadersPropagator = null,
            }
        );
        List<byte[]> bodies = [.. sizes.Select(size => new byte[size])];
        var (time, _) = await Replay.TimeAsync(before, work, loops, cancellationToken, PostAsync);
        return Deliveries / time.TotalSeconds;

        async Task PostAsync(int parallel, CancellationToken token)
        {
            var next = -1;
            await Task.WhenAll(
                Enumerable
                    .Range(0, parallel)
                    .Select(_ =>
                        Task.Run(
                            async () =>
                            {
                                while (Interlocked.Increment(ref next) is var index && index < bodies.Count)
                                {
                                    using var answer = await client.PostAsync(
                                        sink.Url,
                                        new ByteArrayContent(bodies[index]),
                                        token
                                    );
                                    if (answer.StatusCode != HttpStatusCode.NoContent)
                                        throw new InvalidOperationException($"The sink answered {answer.StatusCode}.");
                                }
                            },
                            token
                        )
                    )
            );
        }
    }

    /// <summary>A poll of an empty queue is not work. Its response is not recorded, but a pause follows it.</summary>
    private static bool IsIdle(StorageOperation operation) =>
        operation.IsReceive && operation.Path.Contains("/refresh/", StringComparison.Ordinal);
}
