using System.Text.Json;
using Azure.Data.Tables;
using Hookwork.Bench.Start;
using Hookwork.Bench.Storage;
using Hookwork.Recorded;
using Hookwork.SelfHost;

namespace Hookwork.Bench.Ingest;

/// <summary>One ingest of the recording and its copies by selfhost into a fresh Azurite.</summary>
/// <param name="FirstPoll">When upstream received the first poll.</param>
/// <param name="LastDone">When the last event was marked done, by the clock of the storage service, which is this
/// machine's.</param>
/// <param name="Requests">How many requests upstream received, from the process's start to its exit.</param>
/// <param name="PeakMemory">Of the selfhost process, in bytes.</param>
/// <param name="Cpu">The processor time of selfhost, of Azurite and of this process, which is mostly upstream.</param>
/// <param name="Operations">The storage operations, from the process's start to its exit; empty if not
/// recorded.</param>
internal sealed record IngestRun(
    DateTimeOffset FirstPoll,
    DateTimeOffset LastDone,
    int Requests,
    long PeakMemory,
    (TimeSpan SelfHost, TimeSpan Azurite, TimeSpan Upstream) Cpu,
    IReadOnlyList<StorageOperation> Operations
)
{
    /// <summary>The copies that are ingested. Of the time that one takes, half is the start of both programs.</summary>
    private const int Copies = 6;

    /// <summary>Patches on the server.</summary>
    public const int Patches = Copies * 434;

    /// <summary>Patches, cover letters and series on the server.</summary>
    public const int Resources = Patches + Copies * (88 + 122);

    private const int Events = Copies * 2409;

    /// <summary>Patches archived per second, with all their resources.</summary>
    public double PatchesPerSecond => Patches / (LastDone - FirstPoll).TotalSeconds;

    /// <summary>The operations before the first poll, which prepare storage.</summary>
    public IReadOnlyList<StorageOperation> Preparation =>
        [.. Operations.TakeWhile(operation => operation.At < FirstPoll)];

    /// <summary>
    /// The operations from the first poll to the last event done, which deletes the last row of unfinished events.
    /// </summary>
    public IReadOnlyList<StorageOperation> Work =>
        [
            .. Operations
                .Take(1 + Operations.ToList().FindLastIndex(operation => operation.IsTransaction))
                .SkipWhile(operation => operation.At < FirstPoll),
        ];

    /// <summary>Ingests the recording.</summary>
    /// <param name="published">Selfhost as <c>dotnet publish</c> writes it.</param>
    /// <param name="record">Whether to record storage operations, which slows everything down.</param>
    public static async Task<IngestRun> RunAsync(
        PublishedApp published,
        bool record,
        CancellationToken cancellationToken
    )
    {
        await using var azurite = await Azurite.StartAsync(AzuriteOptions.InMemory, cancellationToken);
        // In this process, so that its memory and garbage are not selfhost's. It shares this machine's processors,
        // which a real upstream does not: ingest looks slower than it is, never faster.
        await using var upstream = await RecordedPatchwork.StartAsync(
            new RecordedPatchworkOptions { Copies = Copies },
            cancellationToken
        );
        await using var recorder = record ? await StorageRecorder.StartAsync(azurite, cancellationToken) : null;

        var cpu = Environment.CpuUsage.TotalTime;
        var (counts, peakMemory, selfHost) = await SelfHostProcess.RunToIdleAsync(
            recorder?.ConnectionString ?? azurite.ConnectionString,
            upstream.Url,
            cancellationToken,
            published: published
        );
        cpu = Environment.CpuUsage.TotalTime - cpu;
        using var azuriteProcess = System.Diagnostics.Process.GetProcessById(azurite.ProcessId);
        var azuriteCpu = azuriteProcess.TotalProcessorTime;
        Check(counts);
        return new IngestRun(
            upstream.Requests.ToList().Where(request => request.Kind == "events").Min(request => request.At),
            await LastDoneAsync(azurite, cancellationToken),
            upstream.Requests.Count,
            peakMemory,
            (selfHost, azuriteCpu, cpu),
            recorder?.Operations ?? []
        );
    }

    private static async Task<DateTimeOffset> LastDoneAsync(Azurite azurite, CancellationToken cancellationToken)
    {
        var last = DateTimeOffset.MinValue;
        var events = new TableServiceClient(azurite.ConnectionString).GetTableClient("Events");
        await foreach (
            var entity in events.QueryAsync<TableEntity>(select: ["Timestamp"], cancellationToken: cancellationToken)
        )
            last = entity.Timestamp > last ? entity.Timestamp.Value : last;
        return last;
    }

    /// <summary>An incomplete ingest would look faster.</summary>
    private static void Check(string counts)
    {
        using var document = JsonDocument.Parse(counts);
        if (
            Count("events") != Events
            || Count("patches") != Patches
            || Count("mboxes") != Patches + Copies * 88
            || Count("pending") + Count("failed") + Count("gone") + Count("poison") > 0
        )
            throw new InvalidOperationException($"selfhost did not archive the whole recording: {counts}");

        int Count(string name) => document.RootElement.GetProperty(name).GetInt32();
    }
}
