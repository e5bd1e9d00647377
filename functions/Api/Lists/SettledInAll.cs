using Hookwork.Archive.Cursors;
using Hookwork.Archive.Events;

namespace Hookwork.Api.Lists;

/// <summary>
/// Up to where the events of several projects are final in each of them. A poller that names no project keeps one date
/// for all of them. It would never see an older event that one of them shows later.
/// </summary>
internal static class SettledInAll
{
    /// <summary>A project is not waited for if others were read so much further.</summary>
    private static readonly TimeSpan LongestHold = TimeSpan.FromHours(1);

    /// <summary>Nor is an unfinished event so much older. A project that was just added has many.</summary>
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

        // After hours without the server, the first poll of one project is further than the others. Only the second
        // comes after a poll of each, too.
        bool IsBehind(SettledEvents project) =>
            horizons.Exists(horizon => horizon.At <= readTo && horizon.At - project.ReadTo > LongestHold);
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
