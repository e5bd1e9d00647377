using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Hookwork.Hosting;
using Hookwork.Recorded;
using Hookwork.Tests.Ingest;
using Microsoft.AspNetCore.Builder;

namespace Hookwork.Tests.Webhooks;

/// <summary>
/// A deployment that follows the first events of the recording, and its subscriptions API behind a real server.
/// </summary>
public sealed class WebhookHost : IAsyncLifetime, IAsyncDisposable
{
    /// <summary>The number of events that complete the first series, including its cover letter.</summary>
    public const int Events = 9;

    private WebApplication _host = null!;

    internal RecordedPatchwork Patchwork { get; private set; } = null!;
    internal Hooks Hooks { get; private set; } = null!;

    /// <summary>A client of the server.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>Creates a subscription over HTTP.</summary>
    /// <returns>The subscription's path and secret.</returns>
    internal async Task<(string Path, string Secret)> SubscribeAsync(JsonObject input)
    {
        using var answer = await Client.PostAsJsonAsync("webhooks/subscriptions", input);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var made = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        return ($"webhooks/subscriptions/{made["id"]}", (string)made["secret"]!);
    }

    /// <summary>Posts a request, and runs the resulting work.</summary>
    internal async Task PostAsync(string path, JsonObject? input = null)
    {
        using var answer = await Client.PostAsJsonAsync(path, input ?? []);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        await Hooks.PumpAsync();
    }

    /// <summary>Starts a separate one that has ingested nothing yet.</summary>
    /// <param name="since">The starting point: a date of the server, or <c>beginning</c>.</param>
    internal static async Task<WebhookHost> StartAsync(int events, string since, TestClock? clock = null)
    {
        var host = new WebhookHost();
        await host.BeginAsync(events, since, clock);
        return host;
    }

    public async Task InitializeAsync()
    {
        await BeginAsync(Events, "beginning", null);
        await Hooks.Deployment.RunToIdleAsync();
    }

    private async Task BeginAsync(int events, string since, TestClock? clock)
    {
        Patchwork = await RecordedPatchwork.StartAsync(visibleEvents: events);
        clock?.Follow(Patchwork.Time);
        var deployment = await Deployment.StartAsync(
            Patchwork.Url,
            time: clock,
            settings: new Dictionary<string, string?>(Hooks.Local) { ["Patchwork:Since"] = since }
        );
        Hooks = new Hooks(deployment);

        var operations = new Operations(deployment.Get<EndpointPipeline>());
        _host = await LocalServer.StartAsync(context =>
        {
            context.RequestServices = deployment.Get<IServiceProvider>();
            return operations.RunSubscriptionsAsync(context.Request);
        });
        Client = new HttpClient { BaseAddress = new Uri(_host.Urls.First()) };
    }

    public Task DisposeAsync() => ((IAsyncDisposable)this).DisposeAsync().AsTask();

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        Client.Dispose();
        await _host.DisposeAsync();
        await Hooks.Deployment.DisposeAsync();
        await Patchwork.DisposeAsync();
    }
}
