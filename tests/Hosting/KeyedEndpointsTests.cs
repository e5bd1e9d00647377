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
    [Fact]
    public async Task The_anonymous_function_has_no_keyed_endpoint()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 1);
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        await using var server = await ServedDeployment.StartAsync(deployment, isOperator: false);
        foreach (
            var (method, path) in new[]
            {
                ("GET", "webhooks/subscriptions"),
                ("POST", "webhooks/subscriptions"),
                ("POST", "WEBHOOKS/Subscriptions/"),
                ("POST", "webhooks%2Fsubscriptions"),
                ("DELETE", "webhooks/subscriptions/00000000000000000000000000000000"),
                ("POST", "ops/backfill"),
                ("POST", "ops/reconcile"),
            }
        )
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path)
            {
                Content = method == "POST" ? JsonContent.Create(new { url = "https://hooks.example.org/" }) : null,
            };

            using var answer = await server.Client.SendAsync(request);

            Assert.Equal((method, path, HttpStatusCode.NotFound), (method, path, answer.StatusCode));
        }
        Assert.Empty(await deployment.Get<SubscriptionStore>().AllAsync(default));
    }

    [Fact]
    public async Task A_page_of_another_site_changes_nothing()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 1);
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        await using var server = await ServedDeployment.StartAsync(deployment);
        foreach (
            var (header, value, expected, subscriptions) in new[]
            {
                ("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden, 0),
                ("Origin", "https://elsewhere.example", HttpStatusCode.Forbidden, 0),
                ("Sec-Fetch-Site", "same-origin", HttpStatusCode.Created, 1),
            }
        )
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "webhooks/subscriptions")
            {
                // A type that a browser sends to any site without asking it.
                Content = new StringContent("""{"types": ["series.completed"]}""", null, "text/plain"),
                Headers = { { header, value } },
            };

            using var answer = await server.Client.SendAsync(request);

            Assert.Equal((header, value, expected), (header, value, answer.StatusCode));
            Assert.Equal(subscriptions, (await deployment.Get<SubscriptionStore>().AllAsync(default)).Count);
        }
    }
}
