using Hookwork.Recorded;
using Hookwork.Tests.Catalog;
using Hookwork.Tests.Ingest;

namespace Hookwork.Tests.Api;

/// <summary>Lists come from the catalog, whatever Storage does.</summary>
public sealed class StorageFailureTests
{
    [Fact]
    public async Task Lists_are_answered_while_there_is_no_slot_to_ask_the_server()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 20);
        var wire = new Wire();
        await using var deployment = await Deployment.StartAsync(patchwork.Url, policy: wire);
        await deployment.RunToIdleAsync();
        await using var served = await ServedDeployment.StartAsync(deployment);
        wire.Before = (request, _) =>
            IsLease(request) ? throw new Azure.RequestFailedException(503, "Busy") : Task.CompletedTask;

        foreach (var query in new[] { "state=1", "since=2025-01-01T00:00:00Z", "token" })
        {
            wire.Requests.Clear();
            using var list = new HttpRequestMessage(HttpMethod.Get, $"/api/patches/?{query}");
            if (query == "token")
                list.Headers.TryAddWithoutValidation("Authorization", "Token amara-token");

            using var answer = await served.Client.SendAsync(list);

            answer.EnsureSuccessStatusCode();
            Assert.NotEqual("[]", await answer.Content.ReadAsStringAsync());
            Assert.Contains(wire.Requests, IsLease);
        }

        static bool IsLease(string request) => request.Contains("comp=lease", StringComparison.Ordinal);
    }
}
