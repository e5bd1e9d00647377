using Hookwork.Archive.Cursors;
using Hookwork.Archive.Events;

namespace Hookwork.Api.Lists;

/// <summary>
/// Up to where the events of several projects are final in each of them. A poller that names no project keeps one date
/// for all of them. It would never see an older event that one of them shows later.
/// </summary>
internal static class SettledInAll
{
    /// <summary>A project that is further behind is not waited for. It was just added, or cannot be polled.</summary>
    private static readonly TimeSpan LongestHold = TimeSpan.FromHours(1);

    /// <summary>Up to where all are final.</summary>
    public static SettledEvents Of(IReadOnlyList<SettledEvents> projects)
    {
        List<Horizon> horizons = [.. projects.SelectMany(HorizonsOf).Distinct()];
        var newest = horizons.Select(horizon => ApiDate.Parse(horizon.Date)).Max();
        return new SettledEvents(
            projects
                .Where(project => project.ReadTo is not null)
                .Select(project => Furthest(project, horizons))
                .OfType<Horizon>()
                .Where(horizon => !IsBehind(horizon.Date))
                .MinBy(horizon => horizon.Date, StringComparer.Ordinal),
            projects
                .Select(project => project.Before)
                .OfType<string>()
                .Where(date => !IsBehind(date))
                .Min(StringComparer.Ordinal)
        );

        bool IsBehind(string date) => ApiDate.Parse(date) is not { } at || newest - at > LongestHold;
    }

    /// <summary>
    /// The furthest point up to which a project was read. This is a point of another project if this one was polled
    /// after it, since a quiet project has no event near it.
    /// </summary>
    private static Horizon? Furthest(SettledEvents project, IEnumerable<Horizon> horizons) =>
        horizons
            .Where(horizon => horizon.At <= project.ReadTo)
            .Concat(HorizonsOf(project))
            .MaxBy(horizon => horizon.Date, StringComparer.Ordinal);

    private static IEnumerable<Horizon> HorizonsOf(SettledEvents project) =>
        new[] { project.Earlier, project.To }.OfType<Horizon>();
}
