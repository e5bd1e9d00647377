using System.Diagnostics;
using Azure.Storage.Blobs;
using Hookwork.Bench.Search;
using Hookwork.Bench.Search.Archive;
using Hookwork.Bench.Storage;

namespace Hookwork.Bench.Start;

/// <summary>Starts apps over one archive, each time without a catalog, and asks each once.</summary>
internal sealed class ColdStarts : IAsyncDisposable
{
    /// <summary>What is asked for first: one path a process.</summary>
    private static readonly IReadOnlyList<(string Name, string Path)> Paths =
    [
        ("home", "/"),
        ("search", $"/search?q=device&project={Tracker.ProjectName}"),
        ("status", "/status"),
    ];

    private readonly GeneratedArchive _archive;
    private readonly StorageRecorder _recorder;
    private readonly FunctionsHost _host;

    private ColdStarts(GeneratedArchive archive, StorageRecorder recorder, FunctionsHost host) =>
        (_archive, _recorder, _host) = (archive, recorder, host);

    /// <summary>Polls once, as the archive of a deployment in use has been polled, and starts the host.</summary>
    public static async Task<ColdStarts> PrepareAsync(GeneratedArchive archive, CancellationToken cancellationToken)
    {
        await SelfHostProcess.RunToIdleAsync(
            archive.Azurite.ConnectionString,
            archive.Upstream.Url,
            cancellationToken,
            Tracker.ProjectName
        );
        return new ColdStarts(
            archive,
            await StorageRecorder.StartAsync(archive.Azurite, cancellationToken),
            await FunctionsHost.StartAsync(cancellationToken)
        );
    }

    /// <summary>Starts the apps in turn, so that other work on the machine slows all of them.</summary>
    /// <returns>The medians of the empty app and of each path.</returns>
    public async Task<(Median Empty, IReadOnlyList<(string Name, Median Median)> Each)> RunAsync(
        PublishedApp empty,
        PublishedApp hookwork,
        int rounds,
        CancellationToken cancellationToken
    )
    {
        List<ColdStart> ofEmpty = [];
        var ofEach = Paths.Select(_ => new List<ColdStart>()).ToList();
        // The first round reads the files from disk, and the host compiles its code: it does not count.
        for (var round = 0; round <= rounds; round++)
        {
            ofEmpty.Add(await StartAsync(empty, "/", cancellationToken));
            for (var index = 0; index < Paths.Count; index++)
                ofEach[index].Add(await StartAsync(hookwork, Paths[index].Path, cancellationToken));
        }
        return (
            Median.Of(ofEmpty.Skip(1)),
            [.. Paths.Select((path, index) => (path.Name, Median.Of(ofEach[index].Skip(1))))]
        );
    }

    /// <summary>Reads as many bytes as the newest snapshot has, through the same way as the app.</summary>
    public async Task<(long Bytes, double Ms)> ReadSnapshotAsync(int rounds, CancellationToken cancellationToken)
    {
        var container = new BlobServiceClient(_recorder.ConnectionString).GetBlobContainerClient("catalog");
        var (name, bytes, newest) = ("", 0L, DateTimeOffset.MinValue);
        await foreach (var blob in container.GetBlobsAsync(cancellationToken: cancellationToken))
        {
            if (blob.Properties.LastModified is { } modified && modified >= newest)
                (name, bytes, newest) = (blob.Name, blob.Properties.ContentLength ?? 0, modified);
        }
        var times = new Quantiles();
        for (var round = 0; round < rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            await container.GetBlobClient(name).DownloadToAsync(Stream.Null, cancellationToken);
            times.Add(Stopwatch.GetElapsedTime(started));
        }
        return (bytes, times.At(0.5));
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _recorder.DisposeAsync();
    }

    private async Task<ColdStart> StartAsync(PublishedApp app, string path, CancellationToken cancellationToken)
    {
        var answer = await _host.AskAsync(
            app,
            path,
            _recorder.ConnectionString,
            _archive.Upstream.Url,
            cancellationToken
        );
        return new ColdStart(
            answer,
            _recorder.Operations.Count(request => request.At >= answer.Started && request.At <= answer.Ended),
            _archive
                .Upstream.Requests.ToList()
                .Count(request => request.At >= answer.Started && request.At <= answer.Ended)
        );
    }
}
