using System.Diagnostics;
using Hookwork.Bench.Search;

namespace Hookwork.Bench.Floors;

/// <summary>Measures several things in turn, so that other load on the machine favours none.</summary>
internal static class Turns
{
    /// <summary>Does each thing once a round, one at a time.</summary>
    /// <param name="warmUp">Rounds that are not measured.</param>
    /// <param name="rounds">Rounds that are measured.</param>
    /// <returns>The times of each, in order.</returns>
    public static async Task<IReadOnlyList<Quantiles>> TimesAsync(
        IReadOnlyList<Func<CancellationToken, Task>> things,
        int warmUp,
        int rounds,
        CancellationToken cancellationToken
    )
    {
        var times = things.Select(_ => new Quantiles()).ToList();
        for (var round = -warmUp; round < rounds; round++)
        {
            for (var index = 0; index < things.Count; index++)
            {
                var started = Stopwatch.GetTimestamp();
                await things[index](cancellationToken);
                if (round >= 0)
                    times[index].Add(Stopwatch.GetElapsedTime(started));
            }
        }
        return times;
    }
}
