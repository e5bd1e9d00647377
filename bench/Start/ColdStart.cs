using Hookwork.Bench.Search;

namespace Hookwork.Bench.Start;

/// <summary>One start of an app.</summary>
/// <param name="StorageRequests">Requests to storage until the answer.</param>
/// <param name="UpstreamRequests">Requests to the Patchwork server until the answer.</param>
internal sealed record ColdStart(FirstAnswer Answer, int StorageRequests, int UpstreamRequests);

/// <summary>The medians of several starts. Times are in milliseconds.</summary>
internal sealed record Median(double Ms, double ProcessorMs, double StorageRequests, double UpstreamRequests)
{
    public static Median Of(IEnumerable<ColdStart> starts)
    {
        var (times, processor) = (new Quantiles(), new Quantiles());
        var (storage, upstream) = (new List<int>(), new List<int>());
        foreach (var start in starts)
        {
            times.Add(start.Answer.Time);
            processor.Add(start.Answer.Processor);
            storage.Add(start.StorageRequests);
            upstream.Add(start.UpstreamRequests);
        }
        return new Median(
            Math.Round(times.At(0.5)),
            Math.Round(processor.At(0.5)),
            storage.Order().ElementAt(storage.Count / 2),
            upstream.Order().ElementAt(upstream.Count / 2)
        );
    }
}
