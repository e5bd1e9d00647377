using Hookwork.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hookwork.Tests.Ingest;

/// <summary>The HTTP functions of a deployment behind a real server.</summary>
internal sealed class ServedDeployment : IAsyncDisposable
{
    private readonly WebApplication _host;

    private ServedDeployment(WebApplication host) =>
        (_host, Client) = (host, new HttpClient { BaseAddress = new Uri(host.Urls.First()) });

    /// <summary>A client of the server.</summary>
    public HttpClient Client { get; }

    /// <summary>Serves a deployment.</summary>
    /// <param name="isOperator">
    /// Whether requests to <c>/ops</c> go to the keyed function, as those with a key do; else all go to the anonymous one.
    /// </param>
    public static async Task<ServedDeployment> StartAsync(Deployment deployment, bool isOperator = true)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var host = builder.Build();
        var (web, operations) = (
            new Web(deployment.Get<EndpointPipeline>()),
            new Operations(deployment.Get<EndpointPipeline>())
        );
        host.Run(context =>
        {
            context.RequestServices = deployment.Get<IServiceProvider>();
            return isOperator && context.Request.Path.StartsWithSegments("/ops", StringComparison.Ordinal)
                ? operations.RunAsync(context.Request)
                : web.RunAsync(context.Request);
        });
        await host.StartAsync();
        return new ServedDeployment(host);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.DisposeAsync();
    }
}
