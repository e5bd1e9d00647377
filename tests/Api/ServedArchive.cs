using Hookwork.Recorded;
using Hookwork.Tests.Ingest;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hookwork.Tests.Api;

/// <summary>The recording, archived, and the Web function behind a real server. The tests of the collection share one, so they only read.</summary>
public sealed class ServedArchive : IAsyncLifetime
{
    /// <summary>The collection of the tests that share it.</summary>
    public const string Collection = "served archive";

    private RecordedPatchwork _patchwork = null!;
    private Deployment _deployment = null!;
    private WebApplication _host = null!;

    /// <summary>The server that was archived.</summary>
    public RecordedPatchwork Patchwork => _patchwork;

    /// <summary>The services behind the server.</summary>
    internal Deployment Deployment => _deployment;

    /// <summary>Speaks to the server.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>Serves an archive of its own, of the oldest events.</summary>
    public static async Task<ServedArchive> StartAsync(int visibleEvents)
    {
        var archive = new ServedArchive();
        await archive.StartAsync(new RecordedPatchworkOptions { VisibleEvents = visibleEvents });
        return archive;
    }

    public Task InitializeAsync() => StartAsync(new RecordedPatchworkOptions());

    private async Task StartAsync(RecordedPatchworkOptions options)
    {
        _patchwork = await RecordedPatchwork.StartAsync(options);
        _deployment = await Deployment.StartAsync(
            _patchwork.Url, settings: new Dictionary<string, string?>(StringComparer.Ordinal) { ["Hookwork:HoldEvents"] = "00:00:00" });
        await _deployment.RunToIdleAsync();

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _host = builder.Build();
        var web = new Web(_deployment.Get<EndpointPipeline>());
        _host.Run(context =>
        {
            context.RequestServices = _deployment.Get<IServiceProvider>();
            return web.RunAsync(context.Request);
        });
        await _host.StartAsync();
        Client = new HttpClient { BaseAddress = new Uri(_host.Urls.First()) };
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await _host.DisposeAsync();
        await _deployment.DisposeAsync();
        await _patchwork.DisposeAsync();
    }
}
