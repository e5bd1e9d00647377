using Azure.Core;
using Azure.Storage.Queues;
using Hookwork.SelfHost.Queues;

namespace Hookwork.Tests.SelfHost;

public sealed class QueueSignalsTests
{
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

    private static async Task<(QueueClient Queue, QueueSignals Signals)> QueueAsync()
    {
        var (signals, options) = (new QueueSignals(), new QueueClientOptions());
        options.AddPolicy(signals, HttpPipelinePosition.PerCall);
        var queue = new QueueClient(await TestAzurite.NewAccountAsync(), "signals", options);
        await queue.CreateAsync();
        return (queue, signals);
    }
}
