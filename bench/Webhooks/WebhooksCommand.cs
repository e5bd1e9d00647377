using System.CommandLine;
using System.Text.Json;

namespace Hookwork.Bench.Webhooks;

/// <summary>
/// Measures the latency of webhooks, and their throughput against bare loops that send the same requests.
/// </summary>
internal static class WebhooksCommand
{
    private static readonly int[] LoopCounts = [1, 4, 16, 64];

    public static Command Create()
    {
        var command = new Command(
            "webhooks",
            "Delivers webhooks to a local sink and compares with the same storage operations and POSTs by bare loops."
        );
        command.SetAction((_, cancellationToken) => RunAsync(cancellationToken));
        return command;
    }

    private static async Task RunAsync(CancellationToken cancellationToken)
    {
        var (one, sizes) = await MeasureAsync(1, cancellationToken);
        var (ten, _) = await MeasureAsync(10, cancellationToken);
        var (hundred, _) = await MeasureAsync(100, cancellationToken);
        var (idle, beside) = await LatencyRun.RunAsync(cancellationToken);
        var figures = new WebhooksFigures(
            one,
            ten,
            hundred,
            Math.Round(Part(idle.Delivery, 50), 1),
            Math.Round(Part(idle.Delivery, 99), 1),
            Math.Round(Part(beside.Delivery, 99), 1),
            Math.Round(Part(idle.Answer, 99), 1),
            Math.Round(Part(beside.Answer, 99), 1),
            one.TransactionsPerDelivery,
            sizes.Order().ElementAt(sizes.Count / 2),
            new[] { one.Ratio, ten.Ratio, hundred.Ratio }.Min()
        );
        Console.WriteLine(JsonSerializer.Serialize(figures, FiguresJson.Default.WebhooksFigures));
    }

    private static async Task<(WebhooksFigures.Throughput Figures, IReadOnlyList<int> Sizes)> MeasureAsync(
        int subscriptions,
        CancellationToken cancellationToken
    )
    {
        // Recording needs a proxy, which costs time, so it is a separate run.
        var (_, before, work, sizes) = await ThroughputRun.SendAsync(subscriptions, record: true, cancellationToken);
        Progress.Tell(
            $"{subscriptions} subscriptions: recorded {work.Count} storage operations for {sizes.Count} deliveries"
        );
        // Alternating, so that other load on the machine favours neither.
        List<double> rates = [];
        List<double> ceilings = [];
        foreach (var loops in LoopCounts)
        {
            rates.Add((await ThroughputRun.SendAsync(subscriptions, record: false, cancellationToken)).PerSecond);
            ceilings.Add(await ThroughputRun.BareAsync(before, work, sizes, loops, cancellationToken));
            Progress.Tell(
                $"{subscriptions} subscriptions: {rates[^1]:0} deliveries/s; {loops} bare loops: {ceilings[^1]:0}"
            );
        }
        var (rate, ceiling) = (rates.Max(), ceilings.Max());
        return (
            new WebhooksFigures.Throughput(
                Math.Round(rate, 1),
                Math.Round(ceiling, 1),
                Math.Round(rate / ceiling, 3),
                Math.Round((double)work.Count / sizes.Count, 2)
            ),
            sizes
        );
    }

    private static double Part(IReadOnlyList<double> sorted, int percent) =>
        sorted[Math.Max(0, sorted.Count * percent / 100 - 1)];
}
