using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;
using Hookwork.Ingest.Polling;
using Hookwork.Ingest.Refreshing;
using Hookwork.Recorded;
using Hookwork.Tests.Ingest;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Hookwork.Tests.Webhooks;

/// <summary>What little a poll brings is delivered by the poll itself, at a known price.</summary>
public sealed class ShortWayTests(ITestOutputHelper output)
{
    /// <summary>How many events after the first are polled, one in a minute.</summary>
    private const int Minutes = 20;

    private readonly CountPolicy _storage = new();

    [Fact]
    public async Task One_event_in_a_quiet_minute_is_one_execution_and_few_transactions()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(
            new RecordedPatchworkOptions { VisibleEvents = WebhookHost.Events }
        );
        await using var target = await Target.StartAsync();
        await using var deployment = await StartAsync(patchwork);
        var hooks = new Hooks(deployment);
        await hooks.RunAsync();
        await hooks.SubscribeAsync(target.Url);
        await PollAsync(deployment);

        for (var minute = 1; minute <= Minutes; minute++)
        {
            patchwork.Time.VisibleEvents = WebhookHost.Events + minute;

            await PollAsync(deployment);

            output.WriteLine($"Event {minute}: {_storage.Asked.Count} transactions\n{_storage}");
            Assert.Equal(minute, target.Messages.Count);
            foreach (var queue in deployment.Archive.Queues)
                Assert.Equal(0, (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
        }
    }

    [Fact]
    public async Task A_minute_without_events_costs_few_transactions()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(
            new RecordedPatchworkOptions { VisibleEvents = WebhookHost.Events }
        );
        await using var deployment = await StartAsync(patchwork);
        await deployment.RunToIdleAsync();
        await PollAsync(deployment);

        await PollAsync(deployment);

        output.WriteLine($"{_storage}");
        Assert.InRange(_storage.Asked.Count, 1, 8);
    }

    private Task<Deployment> StartAsync(RecordedPatchwork patchwork) => StartAsync(patchwork, Hooks.Local);

    private async Task<Deployment> StartAsync(
        RecordedPatchwork patchwork,
        IReadOnlyDictionary<string, string?> settings
    )
    {
        var storage = await TestAzurite.NewAccountAsync();
        return await Deployment.StartAsync(
            patchwork.Url,
            storage,
            settings: settings,
            configure: services => services.AddSingleton(_storage.Connect(storage))
        );
    }

    /// <summary>Runs the timer function, and counts what it asks of storage.</summary>
    private async Task PollAsync(Deployment deployment)
    {
        _storage.Asked.Clear();
        await new PollEvents(deployment.Get<EventPoller>(), deployment.Get<IEnumerable<ISweep>>()).RunAsync(
            null!,
            default
        );
    }

    /// <summary>Records what is asked of storage.</summary>
    private sealed class CountPolicy : StoragePolicy
    {
        public ConcurrentQueue<string> Asked { get; } = new();

        public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            var uri = message.Request.Uri.ToUri();
            Asked.Enqueue($"{message.Request.Method} {uri.AbsolutePath}{uri.Query}");
            return ProcessNextAsync(message, pipeline);
        }

        public override string ToString() => string.Join('\n', Asked);
    }
}
