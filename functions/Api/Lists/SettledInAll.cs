using Hookwork.Archive.Cursors;
using Hookwork.Archive.Events;

namespace Hookwork.Api.Lists;

/// <summary>
/// Which events are final in each of several projects. A poller without a project keeps one date for all of them: what
/// one of them shows later, it would never see.
/// </summary>
internal static class SettledInAll
{
    /// <summary>A project holds the others back no more if they were read so much further.</summary>
    private static readonly TimeSpan LongestHold = TimeSpan.FromHours(1);

    /// <summary>Nor does an unfinished event so much older, as a project that was just added has many.</summary>
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
    /// The furthest point up to which a project was read. It may be another project's, if this one was polled later: a
    /// quiet project has no event near it.
    /// </summary>
    private static Horizon? Furthest(SettledEvents project, IEnumerable<Horizon> horizons) =>
        horizons
            .Where(horizon => horizon.At <= project.ReadTo)
            .Concat(HorizonsOf(project))
            .MaxBy(horizon => horizon.Date, StringComparer.Ordinal);

    private static IEnumerable<Horizon> HorizonsOf(SettledEvents project) =>
        new[] { project.Earlier, project.To }.OfType<Horizon>();
}
