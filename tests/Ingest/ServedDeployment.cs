using Hookwork.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
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
    /// Whether keyed paths go to their functions, as those with a key do; else all go to the anonymous one.
    /// </param>
    /// <param name="url">Its address, which a deployment with a public one knows before; null for any free port.</param>
    /// <param name="key">The function key that keyed paths need, as on Azure; null for none.</param>
    public static async Task<ServedDeployment> StartAsync(
        Deployment deployment,
        bool isOperator = true,
        Func<string>? key = null,
        Uri? url = null
    )
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls(url?.ToString() ?? "http://127.0.0.1:0");
        var host = builder.Build();
        var (web, operations) = (
            new Web(deployment.Get<EndpointPipeline>()),
            new Operations(deployment.Get<EndpointPipeline>())
        );
        // As the worker does.
        host.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor });
        host.Run(async context =>
        {
            try
            {
                await AnswerAsync(context);
            }
            // Also when the answer has begun, as the function host does.
            catch
            {
                context.Abort();
                throw;
            }
        });
        await host.StartAsync();
        return new ServedDeployment(host);

        Task AnswerAsync(HttpContext context)
        {
            context.RequestServices = deployment.Get<IServiceProvider>();
            var (ops, webhooks) = (Below("/ops"), Below("/webhooks/subscriptions"));
            if (!isOperator || !(ops || webhooks))
                return web.RunAsync(context.Request);
            if (key is not null && context.Request.Headers["x-functions-key"] != key())
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                return Task.CompletedTask;
            }
            return ops ? operations.RunAsync(context.Request) : operations.RunSubscriptionsAsync(context.Request);

            bool Below(string path) => context.Request.Path.StartsWithSegments(path, StringComparison.Ordinal);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.DisposeAsync();
    }
}
