using System.Collections.Concurrent;
using Hookwork.Ingest.Status;
using Hookwork.Recorded;

namespace Hookwork.Tests.Ingest;

/// <summary>
/// The archive of the recording, or of its first events, after a run without faults, which every other run must equal.
/// Built once per test run.
/// </summary>
internal static class CleanArchive
{
    private static readonly ConcurrentDictionary<int, Lazy<Task<IReadOnlyList<string>>>> s_snapshots = new();

    private static readonly Lazy<Task<ArchivedRecording>> s_whole = new(MakeWholeAsync);

    /// <summary>The archive of the whole recording, with what it took.</summary>
    public static Task<ArchivedRecording> WholeAsync() => s_whole.Value;

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

    private static async Task<IReadOnlyList<string>> MakeAsync(int visibleEvents)
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: visibleEvents);
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        await deployment.RunToIdleAsync();
        return await ArchiveSnapshot.TakeAsync(deployment);
    }

    private static async Task<ArchivedRecording> MakeWholeAsync()
    {
        await using var azurite = await AzuriteFiles.None.StartAsync();
        await using var patchwork = await RecordedPatchwork.StartAsync();
        using var wire = new WireCount(azurite.Ports);
        await using var deployment = await Deployment.StartAsync(patchwork.Url, azurite.Storage);
        await deployment.RunToIdleAsync();
        var (transactions, requests) = (wire.Count, patchwork.Requests.Count);
        return new ArchivedRecording(
            await deployment.Get<Progress>().CountAsync(default),
            transactions,
            requests,
            patchwork.Requests.MostAtOnce,
            await ArchiveSnapshot.TakeAsync(deployment),
            await azurite.StopAsync()
        );
    }
}
