using System.Globalization;
using Hookwork.Archive.Cursors;
using Hookwork.Archive.Resources;

namespace Hookwork.Ingest.Status;

/// <summary>How far a walk is, as a part of 1.</summary>
internal static class WalkProgress
{
    /// <summary>
    /// From 0 to 1: the share of the lists that are read. If the walk has a first date, the present list counts by the
    /// share of its dates.
    /// </summary>
    public static double Of(StatusReport.WalkStatus walk, DateTimeOffset now)
    {
        if (walk.At is not { } at)
            return walk.State == "finished" ? 1 : 0;
        var lists = Lists(walk.Scope);
        return (Math.Max(0, Array.IndexOf(lists, at)) + Dates(walk, now)) / lists.Length;
    }

    private static ResourceKind[] Lists(WalkScope scope) =>
        scope switch
        {
            WalkScope.Recent => [ResourceKind.Patch, ResourceKind.Series, ResourceKind.Cover],
            WalkScope.Unarchived => [ResourceKind.Cover, ResourceKind.Patch],
            _ => [ResourceKind.Cover, ResourceKind.Patch, ResourceKind.Series],
        };

    private static double Dates(StatusReport.WalkStatus walk, DateTimeOffset now) =>
        Read(walk.From) is { } from && Read(walk.Since) is { } since && (Read(walk.To) ?? now) is var to && from < to
            ? Math.Clamp((since - from) / (to - from), 0, 1)
            : 0;

    private static DateTimeOffset? Read(string? date) =>
        DateTimeOffset.TryParse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read)
            ? read
            : null;
}
