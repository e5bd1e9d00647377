using Hookwork.Archive.Resources;
using Hookwork.Catalog;
using Hookwork.Recorded;
using Hookwork.Tests.Ingest;

namespace Hookwork.Tests.Api;

/// <summary>
/// The recording, archived, and the Web function behind a real server. The tests of the collection share it, so they
/// only read.
/// </summary>
public sealed class ServedArchive : IAsyncLifetime
{
    /// <summary>The collection of the tests that share the archive.</summary>
    public const string Collection = "served archive";

    private AzuriteCopy? _copy;
    private RecordedPatchwork _patchwork = null!;
    private Deployment _deployment = null!;
    private ServedDeployment _server = null!;

    /// <summary>The server that was archived.</summary>
    public RecordedPatchwork Patchwork => _patchwork;

    /// <summary>The services behind the server.</summary>
    internal Deployment Deployment => _deployment;

    /// <summary>A client of the server.</summary>
    public HttpClient Client => _server.Client;

    /// <summary>Serves a separate archive of the oldest events.</summary>
    public static Task<ServedArchive> StartAsync(int visibleEvents) =>
        StartAsync(new RecordedPatchworkOptions { VisibleEvents = visibleEvents }, TimeProvider.System);

    /// <summary>Serves a separate archive of a server.</summary>
    /// <param name="options">The server.</param>
    /// <param name="time">Hookwork's clock.</param>
    /// <param name="settings">Settings beside the usual ones.</param>
    public static async Task<ServedArchive> StartAsync(
        RecordedPatchworkOptions options,
        TimeProvider time,
        params IEnumerable<(string Name, string Value)> settings
    )
    {
        var archive = new ServedArchive();
        await archive.StartServerAsync(options, time, settings);
        return archive;
    }

    /// <summary>
    /// Serves a separate archive of the oldest events, which fetches again at once what the server does not show yet.
    /// </summary>
    public static async Task<ServedArchive> StartImpatientAsync(int visibleEvents)
    {
        var archive = new ServedArchive();
        await archive.StartServerAsync(
            new RecordedPatchworkOptions { VisibleEvents = visibleEvents },
            TimeProvider.System,
            [],
            policy: new ImpatientPolicy()
        );
        return archive;
    }

    public async Task InitializeAsync()
    {
        _copy = await CleanArchive.CopyAsync();
        await StartServerAsync(new RecordedPatchworkOptions(), TimeProvider.System, [], _copy.Storage);
        // However long that takes, while a query gives up after some seconds.
        foreach (var project in await _deployment.Get<ProjectNames>().AllAsync(default))
            (await _deployment.Get<Catalogs>().UseNewestAsync(project.Id, default)).Dispose();
    }

    private async Task StartServerAsync(
        RecordedPatchworkOptions options,
        TimeProvider time,
        IEnumerable<(string Name, string Value)> settings,
        string? storage = null,
        StoragePolicy? policy = null
    )
    {
        _patchwork = await RecordedPatchwork.StartAsync(options);
        _deployment = await Deployment.StartAsync(
            _patchwork.Url,
            storage,
            time,
            settings
                .Append(("Hookwork:HoldEvents", "00:00:00"))
                .ToDictionary(setting => setting.Item1, setting => (string?)setting.Item2, StringComparer.Ordinal),
            policy: policy
        );
        await _deployment.RunToIdleAsync();

        _server = await ServedDeployment.StartAsync(_deployment);
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _deployment.DisposeAsync();
        await _patchwork.DisposeAsync();
        if (_copy is not null)
            await _copy.DisposeAsync();
    }
}
