using System.Diagnostics;
using Azure.Core;
using Azure.Storage.Queues;
using Hookwork.Archive;
using Hookwork.SelfHost;
using Hookwork.SelfHost.Queues;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hookwork.Tests.SelfHost;

public sealed class QueueSignalsTests
{
    /// <summary>Each pause is nearly twice the one before: the one after so many looks takes 1.8 s at least.</summary>
    private const int Looks = 6;

    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan s_tooLong = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_message_of_this_process_wakes_the_reader_once_it_is_visible(int? delay)
    {
        var (queue, signals) = await QueueAsync();

        await queue.SendMessageAsync("news", delay is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        await signals.WaitAsync(queue.Name, s_tooLong, default).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal("news", Assert.Single((await queue.ReceiveMessagesAsync()).Value).MessageText);
    }

    [Fact]
    public async Task A_message_for_one_queue_does_not_wake_the_reader_of_another()
    {
        var (queue, signals) = await QueueAsync();
        var other = signals.WaitAsync("other", s_tooLong, default);

        await queue.SendMessageAsync("news");
        await signals.WaitAsync(queue.Name, s_tooLong, default);

        Assert.False(other.IsCompleted);
    }

    [Fact]
    public async Task Many_messages_wake_the_reader_once()
    {
        var (queue, signals) = await QueueAsync();

        for (var i = 0; i < 3; i++)
            await queue.SendMessageAsync("news");
        await signals.WaitAsync(queue.Name, s_tooLong, default);

        Assert.False(signals.WaitAsync(queue.Name, s_tooLong, default).IsCompleted);
    }

    [Fact]
    public async Task What_one_function_sends_is_read_at_once_by_another_though_empty_queues_are_polled_once_a_minute()
    {
        const int Rounds = 8;
        // One that no other test asks, since its requests are counted.
        await using var azurite = await Azurite.StartAsync(AzuriteOptions.InMemory);
        await new QueueClient(azurite.ConnectionString, "work").CreateAsync();

        // A machine that stalls may spoil a round, but not each of them.
        List<TimeSpan> waits = [];
        do waits.Add(await FromSendingToReadingAsync(azurite));
        while (waits.Count < Rounds && waits[^1] >= s_soon);

        Assert.True(waits[^1] < s_soon, $"It waited for {string.Join(", ", waits)}");
    }

    /// <summary>How long a message waits for a reader that has found its queue empty a few times.</summary>
    private static async Task<TimeSpan> FromSendingToReadingAsync(Azurite azurite)
    {
        using var looks = new WireCount(azurite.QueueUri.Port);
        var probe = new Probe();
        await using var app = await SelfHostApp.StartAsync(
            TestApp.Options(azurite.ConnectionString, probe, typeof(Sends), typeof(QueueTriggerTests.Work)) with
            {
                Polling = TimeSpan.FromMinutes(1),
            }
        );
        using var client = new HttpClient { BaseAddress = app.Url };
        await Eventually.TrueAsync(() => looks.Count >= Looks);

        var start = Stopwatch.GetTimestamp();
        using var answer = await client.PostAsync(new Uri("/send", UriKind.Relative), null);
        await Eventually.TrueAsync(() => probe.Completed.Count == 1);
        return Stopwatch.GetElapsedTime(start);
    }

    private static async Task<(QueueClient Queue, QueueSignals Signals)> QueueAsync()
    {
        var (signals, options) = (new QueueSignals(), new QueueClientOptions());
        options.AddPolicy(signals, HttpPipelinePosition.PerCall);
        var queue = new QueueClient(await TestAzurite.NewAccountAsync(), "signals", options);
        await queue.CreateAsync();
        return (queue, signals);
    }

    public sealed class Sends(StorageConnection storage)
    {
        [Function("send")]
        public Task SendAsync(
            [HttpTrigger(AuthorizationLevel.Anonymous, "post")] HttpRequest request,
            CancellationToken cancellationToken
        ) => storage.Queues.GetQueueClient("work").SendMessageAsync("news", cancellationToken);
    }
}
