using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Hookwork.Archive;
using Hookwork.Ingest;
using Hookwork.Recorded;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hookwork.Tests.Ingest;

/// <summary>
/// Hookwork's services over real storage and a real server, with the triggers in the test's hands: it polls and works the
/// queue off when it is told to.
/// </summary>
internal sealed class Deployment : IAsyncDisposable
{
    private readonly ServiceProvider _services;

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
        Uri upstream, string? storage = null, TimeProvider? time = null, IReadOnlyDictionary<string, string?>? settings = null)
    {
        storage ??= await TestAzurite.NewAccountAsync();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["AzureWebJobsStorage"] = storage,
                ["Patchwork:Url"] = upstream.ToString(),
                ["Patchwork:Since"] = "beginning",
                ["Hookwork:SweepAfter"] = "00:00:00.5",
            })
            .AddInMemoryCollection(settings ?? new Dictionary<string, string?>())
            .Build();
        var services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning))
            .AddSingleton(time ?? TimeProvider.System)
            .AddHookwork(configuration)
            .BuildServiceProvider();
        var deployment = new Deployment(services, storage);
        foreach (var hosted in services.GetServices<IHostedService>())
            await hosted.StartAsync(default);
        return deployment;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public Task PollAsync() => Get<EventPoller>().PollAsync(default);

    /// <summary>Polls and works until nothing is open.</summary>
    public async Task RunToIdleAsync()
    {
        await PollAsync();
        await DrainAsync();
        for (var deadline = Deadline.In(TimeSpan.FromMinutes(2)); !await Get<Progress>().IsIdleAsync(default); deadline.Check())
        {
            await PollAsync();
            await DrainAsync();
        }
    }

    /// <summary>Works the queue off, four messages at a time, until it is empty.</summary>
    public Task DrainAsync() => Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(WorkAsync)));

    public async ValueTask DisposeAsync() => await _services.DisposeAsync();

    private async Task WorkAsync()
    {
        var queue = Archive.Refresh;
        for (var deadline = Deadline.In(TimeSpan.FromMinutes(3)); ; deadline.Check())
        {
            QueueMessage message = (await queue.ReceiveMessageAsync(TimeSpan.FromMinutes(5))).Value;
            if (message is null)
            {
                if ((await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount == 0)
                    return;
                continue;
            }
            await Get<Refresher>().RunAsync(RefreshQueue.Read(message.Body.ToString())!, default);
            await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
        }
    }
}
