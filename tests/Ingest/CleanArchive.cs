using System.Collections.Concurrent;
using Hookwork.Recorded;

namespace Hookwork.Tests.Ingest;

/// <summary>
/// The archive of the recording, or of its first events, after a run without faults, which every other run must equal.
/// Built once per test run.
/// </summary>
internal static class CleanArchive
{
    private static readonly ConcurrentDictionary<int, Lazy<Task<IReadOnlyList<string>>>> s_snapshots = new();

    private static readonly Lazy<Task<(IReadOnlyList<string> Snapshot, AzuriteFiles Files)>> s_whole = new(
        MakeWholeAsync
    );

    /// <summary>The archive as an <see cref="ArchiveSnapshot"/>.</summary>
    /// <param name="visibleEvents">How many of the oldest events the server shows; null for all.</param>
    public static async Task<IReadOnlyList<string>> SnapshotAsync(int? visibleEvents = null) =>
        visibleEvents is { } visible
            ? await s_snapshots.GetOrAdd(visible, _ => new(() => MakeAsync(visible))).Value
            : (await s_whole.Value).Snapshot;

    /// <summary>
    /// Storage that holds the archive of the whole recording, to be changed at will: a copy takes a second, and
    /// archiving the recording again takes ten.
    /// </summary>
    public static async Task<AzuriteCopy> CopyAsync() => await (await s_whole.Value).Files.StartAsync();

    private static async Task<IReadOnlyList<string>> MakeAsync(int? visibleEvents, string? storage = null)
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(
            new RecordedPatchworkOptions { VisibleEvents = visibleEvents }
        );
        await using var deployment = await Deployment.StartAsync(patchwork.Url, storage);
        await deployment.RunToIdleAsync();
        return await ArchiveSnapshot.TakeAsync(deployment);
    }

    private static async Task<(IReadOnlyList<string> Snapshot, AzuriteFiles Files)> MakeWholeAsync()
    {
        await using var azurite = await AzuriteFiles.None.StartAsync();
        var snapshot = await MakeAsync(null, azurite.Storage);
        return (snapshot, await azurite.StopAsync());
    }
}
