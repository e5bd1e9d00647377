using Hookwork.Recorded;
using Hookwork.Tests.Ingest;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Hookwork.Tests.Webhooks;

/// <summary>A deployment that follows the first events of the recording, and its subscriptions API behind a real server.</summary>
public sealed class WebhookHost : IAsyncLifetime
{
    /// <summary>As many events as complete the first series, cover letter and all.</summary>
    public const int Events = 9;

    private WebApplication _host = null!;

    internal RecordedPatchwork Patchwork { get; private set; } = null!;
    internal Hooks Hooks { get; private set; } = null!;

    /// <summary>Speaks to the server.</summary>
    public HttpClient Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Patchwork = await RecordedPatchwork.StartAsync(new RecordedPatchworkOptions { VisibleEvents = Events });
        var deployment = await Deployment.StartAsync(Patchwork.Url, settings: Hooks.Local);
        Hooks = new Hooks(deployment);
        await deployment.RunToIdleAsync();

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _host = builder.Build();
        var operations = new Operations(deployment.Get<EndpointPipeline>());
        _host.Run(context =>
        {
            context.RequestServices = deployment.Get<IServiceProvider>();
            return operations.RunWebhooksAsync(context.Request);
        });
        await _host.StartAsync();
        Client = new HttpClient { BaseAddress = new Uri(_host.Urls.First()) };
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await _host.DisposeAsync();
        await Hooks.Deployment.DisposeAsync();
        await Patchwork.DisposeAsync();
    }
}
