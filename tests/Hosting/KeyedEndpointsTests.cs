using System.Net;
using System.Net.Http.Json;
using Hookwork.Hosting;
using Hookwork.Recorded;
using Hookwork.Tests.Ingest;
using Hookwork.Webhooks.Subscriptions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Hookwork.Tests.Hosting;

/// <summary>
/// The anonymous function receives requests for keyed endpoints, as if the runtime had routed them wrongly.
/// </summary>
public sealed class KeyedEndpointsTests
{
    [Theory]
    [InlineData("GET", "webhooks/subscriptions")]
    [InlineData("POST", "webhooks/subscriptions")]
    [InlineData("POST", "WEBHOOKS/Subscriptions/")]
    [InlineData("POST", "webhooks%2Fsubscriptions")]
    [InlineData("DELETE", "webhooks/subscriptions/00000000000000000000000000000000")]
    [InlineData("POST", "ops/backfill")]
    [InlineData("POST", "ops/reconcile")]
    public async Task The_anonymous_function_has_no_keyed_endpoint(string method, string path)
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(
            new RecordedPatchworkOptions { VisibleEvents = 1 }
        );
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        await using var server = await ServeAsync(deployment);
        using var client = new HttpClient { BaseAddress = new Uri(server.Urls.First()) };
        using var request = new HttpRequestMessage(new HttpMethod(method), path)
        {
            Content = method == "POST" ? JsonContent.Create(new { url = "https://hooks.example.org/" }) : null,
        };

        using var answer = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(await deployment.Get<SubscriptionStore>().AllAsync(default));
    }

    private static async Task<WebApplication> ServeAsync(Deployment deployment)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        var web = new Web(deployment.Get<EndpointPipeline>());
        server.Run(context =>
        {
            context.RequestServices = deployment.Get<IServiceProvider>();
            return web.RunAsync(context.Request);
        });
        await server.StartAsync();
        return server;
    }
}
