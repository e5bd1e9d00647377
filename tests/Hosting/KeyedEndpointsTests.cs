using System.Net;
using System.Net.Http.Json;
using Hookwork.Recorded;
using Hookwork.Tests.Ingest;
using Hookwork.Webhooks.Subscriptions;

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
        await using var server = await ServedDeployment.StartAsync(deployment, isOperator: false);
        var client = server.Client;
        using var request = new HttpRequestMessage(new HttpMethod(method), path)
        {
            Content = method == "POST" ? JsonContent.Create(new { url = "https://hooks.example.org/" }) : null,
        };

        using var answer = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(await deployment.Get<SubscriptionStore>().AllAsync(default));
    }
}
