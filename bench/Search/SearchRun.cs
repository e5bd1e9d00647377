using System.Diagnostics;

namespace Hookwork.Bench.Search;

/// <summary>Runs every query repeatedly and measures the times.</summary>
internal static class SearchRun
{
    /// <summary>Runs the queries.</summary>
    /// <param name="warmUp">Rounds that are not measured.</param>
    /// <param name="rounds">Rounds that are measured.</param>
    /// <param name="askAsync">Runs a query and returns how many mails match.</param>
    /// <returns>The matches and times of each query, in order.</returns>
    public static async Task<IReadOnlyList<(long Total, Quantiles Times)>> RunAsync(
        IReadOnlyList<(string Name, string Query)> queries,
        int warmUp,
        int rounds,
        Func<string, CancellationToken, Task<long>> askAsync,
        CancellationToken cancellationToken
    )
    {
        var totals = new long[queries.Count];
        var times = queries.Select(_ => new Quantiles()).ToList();
        for (var round = -warmUp; round < rounds; round++)
        {
            for (var index = 0; index < queries.Count; index++)
            {
                var started = Stopwatch.GetTimestamp();
                totals[index] = await askAsync(queries[index].Query, cancellationToken);
                if (round >= 0)
                    times[index].Add(Stopwatch.GetElapsedTime(started));
            }
        }
        return [.. totals.Zip(times)];
    }

    /// <summary>The times of all queries together.</summary>
    public static Quantiles Together(IEnumerable<(long Total, Quantiles Times)> run)
    {
        var all = new Quantiles();
        foreach (var (_, times) in run)
            all.Add(times);
        return all;
    }
}
