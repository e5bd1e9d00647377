using System.Net;
using System.Text.Json.Nodes;
using Hookwork.Recorded;
using Hookwork.SelfHost;
using Hookwork.Tests.Catalog;
using Hookwork.Tests.Ingest;

namespace Hookwork.Tests.Health;

/// <summary>The health endpoints while storage becomes unavailable and recovers.</summary>
public sealed class HealthTests
{
    private readonly TestClock _clock = new();

    [Fact]
    public async Task Without_storage_a_process_lives_but_is_not_ready()
    {
        await using var azurite = await Azurite.StartAsync(AzuriteOptions.InMemory);
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 1);
        await using var deployment = await Deployment.StartAsync(patchwork.Url, azurite.ConnectionString, _clock);
        await using var server = await ServedDeployment.StartAsync(deployment, isOperator: false);
        var client = server.Client;

        await ReadsAsync(client, HttpStatusCode.OK, "ready\n");
        azurite.Kill();
        await ReadsAsync(client, HttpStatusCode.ServiceUnavailable, "Storage does not answer.");
        Assert.Equal((HttpStatusCode.OK, "live\n"), await AskAsync(client, "health/live"));

        // The restart loses the data in memory.
        await azurite.RestartOnFreePortsAsync();
        await ReadsAsync(client, HttpStatusCode.ServiceUnavailable, "Storage lacks Projects, ");
        await deployment.Archive.EnsureCreatedAsync(default);
        await ReadsAsync(client, HttpStatusCode.OK, "ready\n");
    }

    [Fact]
    public async Task A_project_is_ready_once_its_catalog_is()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 1);
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // The lookup of its snapshot.
        var wire = new Wire
        {
            Before = (request, cancellationToken) =>
                request.Contains("/catalog?", StringComparison.Ordinal)
                && request.Contains("comp=list", StringComparison.Ordinal)
                    ? released.Task.WaitAsync(cancellationToken)
                    : Task.CompletedTask,
        };
        await using var deployment = await Deployment.StartAsync(patchwork.Url, policy: wire);
        await deployment.RunToIdleAsync();
        await using var server = await ServedDeployment.StartAsync(deployment, isOperator: false);
        var client = server.Client;

        await ReadsAsync(client, HttpStatusCode.OK, "ready\n");
        await ReadsAsync(
            client,
            HttpStatusCode.ServiceUnavailable,
            "The search index of qemu-devel is being prepared.",
            "?project=qemu-devel"
        );
        released.SetResult();
        await ReadsAsync(client, HttpStatusCode.OK, "ready\n", "?project=14&project=qemu-devel");
        await ReadsAsync(client, HttpStatusCode.ServiceUnavailable, "There is no project '<b>'.", "?project=%3Cb%3E");
    }

    [Fact]
    public async Task Storage_is_looked_at_once_in_five_seconds_however_often_it_is_asked_for()
    {
        var (wire, clock) = (new Wire(), new TestClock(stands: true));
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 1);
        await using var deployment = await Deployment.StartAsync(patchwork.Url, time: clock, policy: wire);
        await using var server = await ServedDeployment.StartAsync(deployment, isOperator: false);
        wire.Requests.Clear();

        foreach (var (later, looks) in new[] { (0.0, 1), (0.0, 1), (4.9, 1), (0.1, 2) })
        {
            clock.Advance(TimeSpan.FromSeconds(later));
            using var answer = await server.Client.GetAsync("health/ready");
            Assert.Equal(looks, wire.Requests.Count(request => request.Contains("/Tables", StringComparison.Ordinal)));
        }
    }

    private async Task ReadsAsync(HttpClient client, HttpStatusCode status, string begin, string query = "")
    {
        for (var deadline = Deadline.Start(); ; deadline.Check())
        {
            // Past the lifetime of the cached result.
            _clock.Advance(TimeSpan.FromSeconds(6));
            var (answered, said) = await AskAsync(client, "health/ready" + query);
            if (answered == status && said.StartsWith(begin, StringComparison.Ordinal))
                return;
            await Task.Delay(100);
        }
    }

    private static async Task<(HttpStatusCode Status, string Said)> AskAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        var text = await answer.Content.ReadAsStringAsync();
        return (
            answer.StatusCode,
            answer.IsSuccessStatusCode ? text : JsonNode.Parse(text)!["detail"]!.GetValue<string>()
        );
    }
}
