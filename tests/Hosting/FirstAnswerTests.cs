using Hookwork.Hosting;
using Hookwork.Recorded;
using Hookwork.SelfHost;
using Hookwork.Tests.Ingest;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Hookwork.Tests.Hosting;

/// <summary>A start under the Functions host, which sends requests to a process that starts.</summary>
public sealed class FirstAnswerTests : IAsyncLifetime
{
    private static readonly TimeSpan s_forEver = TimeSpan.FromDays(1);

    private RecordedPatchwork _patchwork = null!;

    public async Task InitializeAsync() => _patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 20);

    public async Task DisposeAsync() => await _patchwork.DisposeAsync();

    [Fact]
    public async Task A_visitor_is_answered_before_the_server_is_asked_and_storage_is_listed()
    {
        // One that no other test asks, since its requests are counted.
        await using var azurite = await Azurite.StartAsync(AzuriteOptions.InMemory);
        await using (await StartAsync(azurite.ConnectionString, s_forEver)) { }
        _patchwork.Requests.Clear();
        using var wire = new WireCount(azurite.BlobUri.Port, azurite.QueueUri.Port, azurite.TableUri.Port);
        await using var server = new EarlyServer(() => (wire.Count, _patchwork.Requests.Count));

        var starting = StartAsync(azurite.ConnectionString, s_forEver, server);
        var address = await server.Address;
        await Eventually.TrueAsync(() => wire.Count > 0);
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri(address, "robots.txt"));

        Assert.True(answer.IsSuccessStatusCode);
        // Whether this version was started here before.
        Assert.Equal((1, 0), server.AskedBefore);
        await using var deployment = await starting;
        Assert.NotEqual(0, _patchwork.Requests.Count);
    }

    [Fact]
    public async Task The_first_start_creates_what_storage_lacks_without_waiting_for_a_visitor()
    {
        await using var deployment = await StartAsync(await TestAzurite.NewAccountAsync(), s_forEver);

        Assert.Empty(await deployment.Archive.MissingAsync(default));
        Assert.NotEqual(0, _patchwork.Requests.Count);
    }

    [Fact]
    public async Task A_start_that_no_visitor_waits_for_is_checked_all_the_same()
    {
        var storage = await TestAzurite.NewAccountAsync();
        await using (await StartAsync(storage, s_forEver)) { }
        _patchwork.Requests.Clear();

        await using var deployment = await StartAsync(storage, TimeSpan.FromMilliseconds(1));

        Assert.NotEqual(0, _patchwork.Requests.Count);
    }

    /// <param name="storage">The connection string.</param>
    /// <param name="patience">How long the start waits for a visitor.</param>
    /// <param name="server">What takes requests meanwhile; null for nothing.</param>
    private Task<Deployment> StartAsync(string storage, TimeSpan patience, EarlyServer? server = null) =>
        Deployment.StartAsync(
            _patchwork.Url,
            storage,
            configure: services =>
            {
                services.AddSingleton(new FirstAnswer(patience, TimeProvider.System));
                if (server is not null)
                    services.Insert(0, ServiceDescriptor.Singleton<IHostedService>(server.Of));
            }
        );

    /// <summary>A server that takes requests before the start is complete, as the worker's does.</summary>
    private sealed class EarlyServer(Func<(long, int)> asked) : IHostedService, IAsyncDisposable
    {
        private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private IServiceProvider? _services;
        private WebApplication? _host;

        public Task<Uri> Address => _address.Task;

        /// <summary>The requests to storage and to the server when the answer was sent.</summary>
        public (long Storage, int Upstream) AskedBefore { get; private set; }

        public EarlyServer Of(IServiceProvider services)
        {
            _services = services;
            return this;
        }

        public async Task StartAsync(CancellationToken cancellationToken)
        {
            var web = new Web(_services!.GetRequiredService<EndpointPipeline>());
            _host = await LocalServer.StartAsync(context =>
            {
                context.RequestServices = _services!;
                context.Response.OnStarting(() =>
                {
                    AskedBefore = asked();
                    return Task.CompletedTask;
                });
                return web.RunAsync(context.Request);
            });
            _address.SetResult(new Uri(_host.Urls.Single()));
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public async ValueTask DisposeAsync()
        {
            if (_host is not null)
                await _host.DisposeAsync();
        }
    }
}
