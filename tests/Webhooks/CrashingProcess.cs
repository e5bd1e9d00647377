using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Hookwork.Ingest.Polling;
using Hookwork.Ingest.Refreshing;
using Hookwork.Patchwork.Resources;
using Hookwork.Tests.Ingest;
using Hookwork.Webhooks.Targets;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Tests.Webhooks;

/// <summary>
/// A process that may crash between any two requests to storage or targets; the next one continues from the stored
/// state.
/// </summary>
internal sealed class CrashingProcess : IAsyncDisposable
{
    private const long Project = 14;
    private const long Patch = 2170003;
    private readonly Func<Task<CrashingProcess>> _next;
    private readonly CrashPolicy _crash;

    private CrashingProcess(Hooks hooks, CrashPolicy crash, Func<Task<CrashingProcess>> next) =>
        (Hooks, _crash, _next) = (hooks, crash, next);

    public Hooks Hooks { get; }

    public static async Task<CrashingProcess> StartAsync(Uri upstream, string storage, TestClock clock)
    {
        var crash = new CrashPolicy(0);
        var deployment = await Deployment.StartAsync(
            upstream,
            storage,
            clock,
            Hooks.Local,
            services =>
                services.AddHttpClient(WebhookSender.ClientName).AddHttpMessageHandler(() => new CrashHandler(crash)),
            crash
        );
        return new CrashingProcess(new Hooks(deployment), crash, () => StartAsync(upstream, storage, clock));
    }

    /// <summary>Receives events of a patch that is already archived.</summary>
    /// <param name="onFastPath">Whether they take the fast path, and not the queues.</param>
    public async Task TakeAsync(IEnumerable<long> ids, bool onFastPath)
    {
        List<RefreshItem> few = [];
        await Hooks.Deployment.Get<EventIntake>().TakeAsync([.. ids.Select(Read)], few, default);
        if (onFastPath)
            await Hooks.Deployment.Get<FastPath>().RunAsync(few, default);
        else
            await Hooks.Deployment.Get<RefreshQueue>().SendAsync(few, TimeSpan.Zero, default);
    }

    /// <summary>Makes it crash after a number of requests.</summary>
    public void DieAfter(int requests) => _crash.Arm(requests);

    /// <summary>Runs work until it is done or the process crashes.</summary>
    /// <returns>Whether it survived.</returns>
    public async Task<bool> TryAsync(Func<Hooks, Task> work)
    {
        try
        {
            await work(Hooks);
        }
        catch (CrashException)
        {
            Assert.True(_crash.Crashed);
        }
        return !_crash.Crashed;
    }

    /// <summary>Cleans up after the crash: messages reappear, leases expire.</summary>
    /// <returns>The next process.</returns>
    public async Task<CrashingProcess> RestartAsync()
    {
        await _crash.ReviveAsync(Hooks.Deployment);
        await Hooks.RedeliverAsync();
        await DisposeAsync();
        return await _next();
    }

    public ValueTask DisposeAsync() => Hooks.Deployment.DisposeAsync();

    /// <summary>An event of a patch that is already archived.</summary>
    public static JsonObject Event(long id) =>
        new()
        {
            ["id"] = id,
            ["category"] = "patch-relation-changed",
            ["project"] = new JsonObject { ["id"] = Project },
            ["date"] = DateTime
                .UtcNow.AddDays(-1)
                .ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
            ["actor"] = null,
            ["payload"] = new JsonObject { ["patch"] = new JsonObject { ["id"] = Patch } },
        };

    private static ReadEvent Read(long id)
    {
        using var document = System.Text.Json.JsonDocument.Parse(Encoding.UTF8.GetBytes(Event(id).ToJsonString()));
        return ReadEvent.Of(document.RootElement, new Uri("http://127.0.0.1/"));
    }

    private sealed class CrashHandler(CrashPolicy crash) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            crash.Step();
            return base.SendAsync(request, cancellationToken);
        }
    }
}
