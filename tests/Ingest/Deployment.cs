using System.Collections.Concurrent;
using System.Diagnostics;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Hookwork.Archive;
using Hookwork.Archive.Cursors;
using Hookwork.Hosting;
using Hookwork.Ingest.Polling;
using Hookwork.Ingest.Refreshing;
using Hookwork.Ingest.Status;
using Hookwork.Ingest.Walking;
using Hookwork.Patchwork;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;

namespace Hookwork.Tests.Ingest;

/// <summary>
/// Hookwork's services over real storage and a real server. The test runs the triggers: it polls and drains the queue
/// explicitly.
/// </summary>
internal sealed class Deployment : IAsyncDisposable
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_longest = TimeSpan.FromMilliseconds(160);

    private readonly ServiceProvider _services;
    private readonly ConcurrentDictionary<string, QueueMessage> _underWay = new(StringComparer.Ordinal);

    private Deployment(ServiceProvider services, string storage)
    {
        _services = services;
        Storage = storage;
    }

    /// <summary>The connection string.</summary>
    public string Storage { get; }

    public ArchiveStorage Archive => Get<ArchiveStorage>();

    /// <summary>Builds the services and creates tables, containers and queues.</summary>
    public static async Task<Deployment> StartAsync(
        Uri upstream,
        string? storage = null,
        TimeProvider? time = null,
        IReadOnlyDictionary<string, string?>? settings = null,
        Action<IServiceCollection>? configure = null,
        StoragePolicy? policy = null,
        Func<DelegatingHandler>? handler = null
    )
    {
        storage ??= await TestAzurite.NewAccountAsync();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["AzureWebJobsStorage"] = storage,
                    ["Patchwork:Url"] = upstream.ToString(),
                    ["Patchwork:Since"] = "beginning",
                    ["Hookwork:SweepAfter"] = "00:00:00.5",
                }
            )
            .AddInMemoryCollection(settings ?? new Dictionary<string, string?>())
            .Build();
        var collection = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning))
            .AddSingleton(time ?? TimeProvider.System)
            .AddSingleton(new DiagnosticListener("Microsoft.AspNetCore"))
            .AddSingleton<IHostApplicationLifetime, ApplicationLifetime>()
            .AddHookwork(configuration);
        if (policy is not null)
            collection.AddSingleton(policy.Connect(storage));
        if (handler is not null)
            collection.AddHttpClient(PatchworkConnection.ClientName).AddHttpMessageHandler(handler);
        configure?.Invoke(collection);
        var services = collection.BuildServiceProvider();
        var deployment = new Deployment(services, storage);
        foreach (var hosted in services.GetServices<IHostedService>())
            await hosted.StartAsync(default);
        return deployment;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public Task PollAsync() => Get<EventPoller>().PollAsync(default);

    /// <summary>Polls and drains the queue until all work is done.</summary>
    public async Task RunToIdleAsync()
    {
        await PollAsync();
        await DrainAsync();
        for (var deadline = Deadline.Start(); !await Get<Progress>().IsIdleAsync(default); deadline.Check())
        {
            await Task.Delay(20);
            await PollAsync();
            await DrainAsync();
        }
    }

    /// <summary>Drains the queue, a few messages at a time.</summary>
    public async Task DrainAsync(int parallel = 4)
    {
        if (!await IsDrainedAsync())
            await Task.WhenAll(Enumerable.Range(0, parallel).Select(_ => Task.Run(WorkAsync)));
    }

    /// <summary>Starts a walk and continues all walks until they are done.</summary>
    public async Task ReconcileAsync(long project, WalkScope scope)
    {
        await Get<ListWalker>().StartAsync(project, scope, null, null, default);
        await WalkAsync();
    }

    /// <summary>How many resources a project's last walk of a scope found to differ.</summary>
    public async Task<long> QueuedAsync(long project, WalkScope scope) =>
        (await Get<WalkStore>().AllAsync(default))
            .Single(walk => walk.Project == project && walk.Scope == scope)
            .Queued;

    /// <summary>Continues the walks until all are done and the queue is empty.</summary>
    public async Task WalkAsync()
    {
        for (var deadline = Deadline.Start(); ; deadline.Check())
        {
            await Get<ListWalker>().RunAsync(default);
            await DrainAsync();
            if ((await Get<WalkStore>().AllAsync(default)).All(walk => walk.At is null))
                return;
        }
    }

    /// <summary>What the visible messages of the queue name; none of them is visible for a while.</summary>
    public async Task<IReadOnlyList<RefreshItem>> ReceiveAsync() =>
        [
            .. (await Archive.Refresh.ReceiveMessagesAsync(32)).Value.SelectMany(message =>
                RefreshQueue.Read(message.Body.ToString())!
            ),
        ];

    /// <summary>Makes the messages of a crashed process visible now, as if their leases had expired.</summary>
    public async Task RedeliverAsync()
    {
        foreach (var message in _underWay.Values)
        {
            try
            {
                await Archive.Refresh.UpdateMessageAsync(
                    message.MessageId,
                    message.PopReceipt,
                    message.Body,
                    TimeSpan.Zero
                );
            }
            catch (Azure.RequestFailedException exception) when (exception.Status is 404 or 400)
            {
                // The message was deleted before the crash.
            }
        }
        _underWay.Clear();
    }

    public async ValueTask DisposeAsync() => await _services.DisposeAsync();

    private async Task<bool> IsDrainedAsync() =>
        (await Archive.Refresh.GetPropertiesAsync()).Value.ApproximateMessagesCount == 0;

    private async Task WorkAsync()
    {
        var queue = Archive.Refresh;
        var pause = s_shortest;
        for (var deadline = Deadline.Start(); ; deadline.Check())
        {
            QueueMessage? message = (await queue.ReceiveMessageAsync(TimeSpan.FromMinutes(5))).Value;
            if (message is null)
            {
                if (await IsDrainedAsync())
                    return;
                // Deferred, or leased by another worker.
                await Task.Delay(pause);
                pause = pause < s_longest ? pause * 2 : s_longest;
                continue;
            }
            pause = s_shortest;
            _underWay[message.MessageId] = message;
            await Get<Refresher>().RunAsync(RefreshQueue.Read(message.Body.ToString())!, default);
            await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
            _underWay.TryRemove(message.MessageId, out var _);
        }
    }
}
