using System.Text;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Hookwork.SelfHost;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Hookwork.Tests.SelfHost;

public sealed class QueueTriggerTests
{
    private readonly Probe _probe = new();

    [Fact]
    public async Task Hands_a_message_over_as_the_type_that_is_asked_for()
    {
        var storage = await TestAzurite.NewAccountAsync();
        foreach (var name in (string[])["text", "message"])
            await SendAsync(await QueueAsync(storage, name), "grüße");

        await using var app = await StartAsync(storage, typeof(Types));
        await Eventually.TrueAsync(() => _probe.Completed.Count == 2);

        Assert.Equal(
            ["message grüße 1", "text grüße"],
            _probe.Calls.Select(call => (string)call.Argument!).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Deletes_a_message_that_is_done()
    {
        var storage = await TestAzurite.NewAccountAsync();
        var queue = await QueueAsync(storage);
        await SendAsync(queue, "once");

        await using var app = await StartAsync(storage, typeof(Work));

        await Eventually.TrueAsync(async () => await CountAsync(queue) == 0);
        Assert.Single(_probe.Calls);
    }

    [Fact]
    public async Task Takes_batches_up_to_the_threshold()
    {
        var finish = new SemaphoreSlim(0);
        _probe.Behaviour = _ => finish.WaitAsync();
        var storage = await TestAzurite.NewAccountAsync();
        var queue = await QueueAsync(storage);
        for (var i = 0; i < 12; i++)
            await SendAsync(queue, $"{i}");

        await using var app = await StartAsync(storage, typeof(Work), ("batchSize", "4"), ("newBatchThreshold", "2"));
        await Eventually.TrueAsync(() => _probe.Running == 4);
        await StaysAsync(() => _probe.Running == 4);

        finish.Release(1);
        await Eventually.TrueAsync(() => _probe.Running == 3);
        await StaysAsync(() => _probe.Running == 3);

        finish.Release(1);
        await Eventually.TrueAsync(() => _probe.Running == 6);
        finish.Release(12);
        await Eventually.TrueAsync(async () => await CountAsync(queue) == 0);
        Assert.Equal(12, _probe.Completed.Count);
        Assert.Equal(6, _probe.Most);
    }

    [Fact]
    public async Task Tries_a_failed_message_again_and_sets_it_aside_in_the_end()
    {
        _probe.Behaviour = _ => throw new InvalidOperationException("no");
        var storage = await TestAzurite.NewAccountAsync();
        var queue = await QueueAsync(storage);
        await SendAsync(queue, "bad");

        await using var app = await StartAsync(
            storage,
            typeof(Work),
            ("maxDequeueCount", "3"),
            ("visibilityTimeout", "00:00:00")
        );
        var poison = Assert.Single(await PoisonAsync(storage));

        Assert.Equal(Base64("bad"), poison.MessageText);
        Assert.Equal(["bad 1", "bad 2", "bad 3"], _probe.Calls.Select(call => (string)call.Argument!));
        await Eventually.TrueAsync(async () => await CountAsync(queue) == 0);
    }

    [Fact]
    public async Task Waits_before_it_tries_a_failed_message_again()
    {
        _probe.Behaviour = _ =>
            _probe.Calls.Count == 1 ? throw new InvalidOperationException("not yet") : Task.CompletedTask;
        var storage = await TestAzurite.NewAccountAsync();
        await SendAsync(await QueueAsync(storage), "later");

        await using var app = await StartAsync(storage, typeof(Work), ("visibilityTimeout", "00:00:02"));
        await Eventually.TrueAsync(() => _probe.Completed.Count == 1);

        var attempts = _probe.Calls.ToArray();
        Assert.True(attempts[1].At - attempts[0].At >= TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData("not base64!")]
    [InlineData("abc")]
    [InlineData("{\"json\":true}")]
    public async Task Sets_aside_what_is_no_base64(string text)
    {
        var storage = await TestAzurite.NewAccountAsync();
        var queue = await QueueAsync(storage);
        await queue.SendMessageAsync(text);

        await using var app = await StartAsync(storage, typeof(Work));

        Assert.Equal(text, Assert.Single(await PoisonAsync(storage)).MessageText);
        Assert.Empty(_probe.Calls);
    }

    [Fact]
    public async Task Takes_plain_text_where_host_json_says_so()
    {
        var storage = await TestAzurite.NewAccountAsync();
        await (await QueueAsync(storage)).SendMessageAsync("not base64!");

        await using var app = await StartAsync(storage, typeof(Work), ("messageEncoding", "none"));
        await Eventually.TrueAsync(() => _probe.Completed.Count == 1);

        Assert.Equal("not base64! 1", _probe.Calls.Single().Argument);
    }

    [Fact]
    public async Task Sets_aside_a_message_that_others_have_tried_often_enough()
    {
        var storage = await TestAzurite.NewAccountAsync();
        var queue = await QueueAsync(storage);
        await SendAsync(queue, "crasher");
        for (var i = 0; i < 2; i++)
        {
            var message = (await queue.ReceiveMessageAsync()).Value;
            await queue.UpdateMessageAsync(message.MessageId, message.PopReceipt, visibilityTimeout: TimeSpan.Zero);
        }

        await using var app = await StartAsync(storage, typeof(Work), ("maxDequeueCount", "2"));

        Assert.Single(await PoisonAsync(storage));
        Assert.Empty(_probe.Calls);
    }

    [Fact]
    public async Task Keeps_a_message_hidden_for_as_long_as_it_is_worked_on()
    {
        var storage = await TestAzurite.NewAccountAsync();
        var queue = await QueueAsync(storage);

        // A machine stalled for longer than the lease loses it, as it should; the test then retries with a longer one.
        List<int> calls = [];
        for (var lease = 2; calls.LastOrDefault() != 1 && lease <= 18; lease *= 3)
        {
            _probe.Calls.Clear();
            _probe.Behaviour = _ => Task.Delay(TimeSpan.FromSeconds(2 * lease));
            await SendAsync(queue, "slow");
            var options = Options(storage, typeof(Work)) with { Lease = TimeSpan.FromSeconds(lease) };
            await using var one = await SelfHostApp.StartAsync(options);
            await using var other = await SelfHostApp.StartAsync(options);
            await Eventually.TrueAsync(async () => await CountAsync(queue) == 0);
            calls.Add(_probe.Calls.Count);
        }

        Assert.Equal(1, calls[^1]);
    }

    [Fact]
    public async Task Waits_for_a_queue_that_is_not_there_yet()
    {
        var storage = await TestAzurite.NewAccountAsync();
        var lines = new LogLines();
        await using var app = await SelfHostApp.StartAsync(Options(storage, typeof(Work)).LoggingTo(lines));

        await SendAsync(await QueueAsync(storage), "first");

        await Eventually.TrueAsync(() => _probe.Completed.Count == 1);
        Assert.DoesNotContain(lines.Lines, line => line.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task Outlives_storage_and_tells_of_it_once()
    {
        await using var azurite = await Azurite.StartAsync(AzuriteOptions.InMemory);
        var lines = new LogLines();
        await QueueAsync(azurite.ConnectionString);
        await using var app = await SelfHostApp.StartAsync(
            Options(azurite.ConnectionString, typeof(Work)).LoggingTo(lines)
        );

        azurite.Kill();
        await Eventually.TrueAsync(() => lines.Count(LogLevel.Warning, "is waiting for storage") == 1);
        await azurite.RestartOnFreePortsAsync();
        await SendAsync(await QueueAsync(azurite.ConnectionString), "after");

        await Eventually.TrueAsync(() => _probe.Completed.Count == 1);
        Assert.Equal(1, lines.Count(LogLevel.Warning, "is waiting for storage"));
        Assert.Equal(1, lines.Count(LogLevel.Information, "recovered after"));
    }

    [Fact]
    public async Task Lets_two_instances_share_the_work()
    {
        var storage = await TestAzurite.NewAccountAsync();
        var queue = await QueueAsync(storage);
        for (var i = 0; i < 40; i++)
            await SendAsync(queue, $"{i}");
        // One instance receives at most a batch; the rest waits for the other, however long that takes to start.
        var (both, other) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new Probe());
        other.Behaviour = _probe.Behaviour = _ =>
        {
            if (!_probe.Calls.IsEmpty && !other.Calls.IsEmpty)
                both.TrySetResult();
            return both.Task;
        };

        await using var one = await StartAsync(storage, typeof(Work));
        await using var two = await SelfHostApp.StartAsync(TestApp.Options(storage, other, typeof(Work)));
        await Eventually.TrueAsync(async () => await CountAsync(queue) == 0);

        Assert.Equal(40, _probe.Completed.Count + other.Completed.Count);
        Assert.NotEmpty(other.Completed);
        Assert.NotEmpty(_probe.Completed);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static Task SendAsync(QueueClient queue, string text) => queue.SendMessageAsync(Base64(text));

    private static async Task<QueueClient> QueueAsync(string storage, string name = "work")
    {
        var queue = new QueueClient(storage, name);
        await queue.CreateIfNotExistsAsync();
        return queue;
    }

    private static async Task<int> CountAsync(QueueClient queue) =>
        (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount;

    private static async Task<PeekedMessage[]> PoisonAsync(string storage)
    {
        var poison = new QueueClient(storage, "work-poison");
        await Eventually.TrueAsync(async () => await poison.ExistsAsync() && await CountAsync(poison) > 0);
        return await poison.PeekMessagesAsync(32);
    }

    /// <summary>Checks for a while that a condition stays true.</summary>
    private static async Task StaysAsync(Func<bool> condition)
    {
        for (var i = 0; i < 20; i++)
        {
            Assert.True(condition());
            await Task.Delay(20);
        }
    }

    private SelfHostOptions Options(string storage, Type functions) => TestApp.Options(storage, _probe, functions);

    private Task<SelfHostApp> StartAsync(string storage, Type functions, params (string Name, string Value)[] queues) =>
        SelfHostApp.StartAsync(
            Options(storage, functions)
                .With([
                    .. queues.Select(setting =>
                        ($"AzureFunctionsJobHost__extensions__queues__{setting.Name}", setting.Value)
                    ),
                ])
        );

    public sealed class Work(Probe probe)
    {
        [Function("Work")]
        public Task RunAsync([QueueTrigger("work")] QueueMessage message, CancellationToken cancellationToken) =>
            probe.CallAsync("Work", $"{message.Body} {message.DequeueCount}", cancellationToken);
    }

    public sealed class Types(Probe probe)
    {
        [Function("Text")]
        public Task TextAsync([QueueTrigger("text")] string message) =>
            probe.CallAsync("Text", $"text {message}", default);

        [Function("Message")]
        public Task MessageAsync([QueueTrigger("message")] QueueMessage message) =>
            probe.CallAsync("Message", $"message {message.Body} {message.DequeueCount}", default);
    }
}
