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

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden, 0)]
    [InlineData("Origin", "https://elsewhere.example", HttpStatusCode.Forbidden, 0)]
    [InlineData("Sec-Fetch-Site", "same-origin", HttpStatusCode.Created, 1)]
    public async Task A_page_of_another_site_changes_nothing(
        string header,
        string value,
        HttpStatusCode expected,
        int subscriptions
    )
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(
            new RecordedPatchworkOptions { VisibleEvents = 1 }
        );
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        await using var server = await ServedDeployment.StartAsync(deployment);
        using var request = new HttpRequestMessage(HttpMethod.Post, "webhooks/subscriptions")
        {
            // A type that a browser sends to any site without asking it.
            Content = new StringContent("""{"types": ["series.completed"]}""", null, "text/plain"),
            Headers = { { header, value } },
        };

        using var answer = await server.Client.SendAsync(request);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(subscriptions, (await deployment.Get<SubscriptionStore>().AllAsync(default)).Count);
    }
}
