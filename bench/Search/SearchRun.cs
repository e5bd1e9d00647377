using Hookwork.Bench.Floors;

namespace Hookwork.Bench.Search;

/// <summary>Runs every query repeatedly and measures the times.</summary>
internal static class SearchRun
{
    /// <summary>Runs the queries in one way or in several, which take turns.</summary>
    /// <param name="warmUp">Rounds that are not measured.</param>
    /// <param name="rounds">Rounds that are measured.</param>
    /// <param name="ways">Each runs a query and returns how many mails match.</param>
    /// <returns>The matches and times of each query, in order; for each way.</returns>
    public static async Task<IReadOnlyList<IReadOnlyList<(long Total, Quantiles Times)>>> RunAsync(
        IReadOnlyList<(string Name, string Query)> queries,
        int warmUp,
        int rounds,
        CancellationToken cancellationToken,
        params IReadOnlyList<Func<string, CancellationToken, Task<long>>> ways
    )
    {
        var totals = new long[queries.Count * ways.Count];
        var times = await Turns.TimesAsync(
            [
                .. queries
                    .SelectMany(_ => ways, (query, way) => (query.Query, Way: way))
                    .Select(
                        (item, at) =>
                            (Func<CancellationToken, Task>)(
                                async ended => totals[at] = await item.Way(item.Query, ended)
                            )
                    ),
            ],
            warmUp,
            rounds,
            cancellationToken
        );
        return
        [
            .. ways.Select(
                (_, way) =>
                    queries.Select((_, at) => (totals[at * ways.Count + way], times[at * ways.Count + way])).ToList()
            ),
        ];
    }

    /// <summary>The times of all queries together.</summary>
    public static Quantiles Together(IEnumerable<(long Total, Quantiles Times)> run) =>
        Quantiles.Join(run.Select(item => item.Times));
}
