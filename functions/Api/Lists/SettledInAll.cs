using Hookwork.Archive.Cursors;
using Hookwork.Archive.Events;

namespace Hookwork.Api.Lists;

/// <summary>
/// Up to where the events of several projects are final in each of them. A poller that names no project keeps one date
/// for all of them. It would never see an older event that one of them shows later.
/// </summary>
internal static class SettledInAll
{
    /// <summary>A project that was read less far than the others, by this much, is not waited for.</summary>
    private static readonly TimeSpan LongestHold = TimeSpan.FromHours(1);

    /// <summary>
    /// An unfinished event that is older than the newest one by this much is not waited for. A project that was just
    /// added has many of them.
    /// </summary>
    private static readonly TimeSpan LongestUnfinished = TimeSpan.FromDays(1);

    /// <summary>Up to where all are final.</summary>
    public static SettledEvents Of(IReadOnlyList<SettledEvents> all)
    {
        List<Horizon> horizons = [.. all.SelectMany(HorizonsOf).Distinct()];
        var newest = horizons.Select(horizon => ApiDate.Parse(horizon.Date)).Max();
        var readTo = all.Max(project => project.ReadTo);
        List<SettledEvents> projects = [.. all.Where(project => !IsBehind(project))];
        return new SettledEvents(
            projects
                .Where(project => project.ReadTo is not null)
                .Select(project => Furthest(project, horizons))
                .OfType<Horizon>()
                .MinBy(horizon => horizon.Date, StringComparer.Ordinal),
            projects
                .Select(project => project.Before)
                .OfType<string>()
                .Where(date => ApiDate.Parse(date) is { } at && !(newest - at > LongestUnfinished))
                .Min(StringComparer.Ordinal)
        );

        // After hours in which the server was down, the project that is polled first is ahead of the others. Its point
        // counts once it was polled again, since the others were polled by then.
        bool IsBehind(SettledEvents project) =>
            horizons.Exists(horizon => horizon.At <= readTo && horizon.At - project.ReadTo > LongestHold);
    }

    /// <summary>
    /// The furthest point up to which a project was read. A quiet project has no recent event of its own. So the points
    /// of other projects count too, if this project was polled after them.
    /// </summary>
    private static Horizon? Furthest(SettledEvents project, IEnumerable<Horizon> horizons) =>
        horizons
            .Where(horizon => horizon.At <= project.ReadTo)
            .Concat(HorizonsOf(project))
            .MaxBy(horizon => horizon.Date, StringComparer.Ordinal);

    private static IEnumerable<Horizon> HorizonsOf(SettledEvents project) =>
        new[] { project.Earlier, project.To }.OfType<Horizon>();
}
