using System.Collections.Concurrent;
using Hookwork.Recorded;

namespace Hookwork.Tests.Ingest;

/// <summary>
/// The archive of the recording, or of its first events, after a run without faults, which every other run must equal.
/// Built once per test run.
/// </summary>
internal static class CleanArchive
{
    private const int All = int.MaxValue;

    private static readonly ConcurrentDictionary<int, Lazy<Task<IReadOnlyList<string>>>> s_snapshots = new();

    /// <summary>The archive as an <see cref="ArchiveSnapshot"/>.</summary>
    /// <param name="visibleEvents">How many of the oldest events the server shows; null for all.</param>
    public static Task<IReadOnlyList<string>> SnapshotAsync(int? visibleEvents = null) =>
        s_snapshots
            .GetOrAdd(visibleEvents ?? All, visible => new(() => MakeAsync(visible == All ? null : visible)))
            .Value;

    private static async Task<IReadOnlyList<string>> MakeAsync(int? visibleEvents)
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(
            new RecordedPatchworkOptions { VisibleEvents = visibleEvents }
        );
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        await deployment.RunToIdleAsync();
        return await ArchiveSnapshot.TakeAsync(deployment);
    }
}
