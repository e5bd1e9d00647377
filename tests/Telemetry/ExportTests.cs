using System.Collections.Concurrent;
using System.Text;
using Hookwork.Recorded;
using Hookwork.SelfHost;
using Hookwork.Telemetry;
using Hookwork.Tests.Ingest;
using Hookwork.Tests.SelfHost;
using Hookwork.Tests.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Hookwork.Tests.Telemetry;

/// <summary>The data that a collector receives.</summary>
public sealed class ExportTests
{
    private readonly ConcurrentQueue<(string Path, string Body, string? Key)> _received = new();

    [Fact]
    public async Task A_collector_gets_traces_and_metrics_of_a_run_before_it_has_ended()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 5);
        await using var collector = await CollectorAsync();
        await using var target = await Target.StartAsync();
        var storage = await TestAzurite.NewAccountAsync();
        await using (var deployment = await Deployment.StartAsync(patchwork.Url, storage, settings: Hooks.Local))
            await new Hooks(deployment).SubscribeAsync(target.Url);
        await using var process = TestProcess.SelfHost(
            new Dictionary<string, string>
            {
                ["AzureWebJobsStorage"] = storage,
                ["Hookwork__AllowedHosts"] = "127.0.0.1",
                ["Patchwork__Url"] = patchwork.Url.ToString(),
                ["Patchwork__Since"] = "beginning",
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Urls.First(),
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_EXPORTER_OTLP_HEADERS"] = "x-key=of the collector",
                ["OTEL_RESOURCE_ATTRIBUTES"] = "deployment.environment=test-run",
            }
        );
        using var client = new HttpClient { BaseAddress = await process.UrlAsync() };
        await Eventually.TrueAsync(() => target.Messages.Count >= 5);
        Assert.Contains(
            "\"total\":",
            await client.GetStringAsync("search?q=virtio&format=json"),
            StringComparison.Ordinal
        );

        await process.AskToEndAsync();

        Assert.Equal(0, await process.EndAsync());

        Assert.Equal(["/v1/metrics", "/v1/traces"], _received.Select(request => request.Path).Distinct().Order());
        var (traces, metrics) = (BodyOf("/v1/traces"), BodyOf("/v1/metrics"));
        Assert.All(
            ["hookwork", "test-run", "poll", "refresh patch", "refresh series", "deliver patch.created", "webhook"],
            name => Assert.Contains(name, traces, StringComparison.Ordinal)
        );
        Assert.All(
            [
                "hookwork.lag",
                "hookwork.events.done",
                "patch-created",
                "patch-completed",
                "series-created",
                "hookwork.patches.stored",
                "hookwork.deliveries",
                "delivered",
                "hookwork.search.duration",
            ],
            name => Assert.Contains(name, metrics, StringComparison.Ordinal)
        );
        Assert.All(_received, request => Assert.Equal("of the collector", request.Key));
    }

    [Fact]
    public async Task Without_a_collector_nothing_of_it_runs()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        var options = new SelfHostOptions
        {
            Port = 0,
            Only = [],
            Settings = new Dictionary<string, string?>
            {
                ["AzureWebJobsStorage"] = await TestAzurite.NewAccountAsync(),
                ["Patchwork__Url"] = patchwork.Url.ToString(),
            },
        };

        await using var app = await SelfHostApp.StartAsync(options);

        Assert.DoesNotContain(
            app.Services.GetServices<IHostedService>(),
            service => service.GetType().Namespace == typeof(HookworkTraces).Namespace
        );
    }

    private string BodyOf(string path) =>
        string.Concat(_received.Where(request => request.Path == path).Select(request => request.Body));

    private Task<WebApplication> CollectorAsync() =>
        LocalServer.StartAsync(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            // The messages contain names as plain text.
            _received.Enqueue(
                (context.Request.Path, Encoding.UTF8.GetString(body.ToArray()), context.Request.Headers["x-key"])
            );
        });
}
