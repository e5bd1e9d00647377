using System.Net.Sockets;
using System.Text;
using Azure.Storage.Queues;
using Hookwork.SelfHost;
using Microsoft.Azure.Functions.Worker;

namespace Hookwork.Tests.SelfHost;

public sealed class DrainTests
{
    private readonly Probe _probe = new();
    private readonly Task<string> _storage = TestAzurite.NewAccountAsync();

    [Fact]
    public async Task Lets_what_runs_end_and_takes_nothing_new()
    {
        var finish = new TaskCompletionSource();
        _probe.Behaviour = _ => finish.Task;
        var queue = await QueueAsync();
        var app = await SelfHostApp.StartAsync(
            TestApp.Options(await _storage, _probe, typeof(QueueTriggerTests.Work), typeof(HttpFunctionTests.Waits))
        );
        using var client = new HttpClient { BaseAddress = app.Url };
        await SendAsync(queue, "running");
        var request = client.GetAsync("/wait");
        await Eventually.TrueAsync(() => _probe.Running == 2);

        var stopped = app.StopAsync();
        await SendAsync(queue, "too late");
        await Eventually.TrueAsync(() => IsRefusedAsync(app.Url!));
        Assert.False(stopped.IsCompleted);
        finish.SetResult();
        await stopped;

        Assert.True((await request).IsSuccessStatusCode);
        Assert.Equal(2, _probe.Completed.Count);
        Assert.Equal("too late", Text((await queue.PeekMessageAsync()).Value.MessageText));
        Assert.Equal(1, (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    [Fact]
    public async Task Cancels_what_takes_too_long_and_gives_its_message_back()
    {
        _probe.Behaviour = call => Task.Delay(Timeout.Infinite, call.Token);
        var queue = await QueueAsync();
        var options = TestApp.Options(await _storage, _probe, typeof(QueueTriggerTests.Work)) with
        {
            DrainTime = TimeSpan.FromMilliseconds(300),
        };
        var app = await SelfHostApp.StartAsync(
            options.With(("AzureFunctionsJobHost__extensions__queues__maxDequeueCount", "1"))
        );
        await SendAsync(queue, "endless");
        await Eventually.TrueAsync(() => _probe.Running == 1);

        await app.StopAsync();

        Assert.Equal(0, _probe.Running);
        Assert.Equal("endless", Text((await queue.ReceiveMessageAsync()).Value.MessageText));
        Assert.False(await new QueueClient(await _storage, "work-poison").ExistsAsync());
    }

    [Fact]
    public async Task Makes_up_for_a_timer_run_that_the_stop_cut_short()
    {
        _probe.Behaviour = call => Task.Delay(Timeout.Infinite, call.Token);
        var clock = new ManualClock(new DateTimeOffset(2024, 5, 6, 12, 1, 0, TimeSpan.Zero));
        var options = TestApp
            .Options(await _storage, _probe, typeof(TimerTriggerTests.EveryFiveMinutes))
            .With(("Every", "0 */5 * * * *")) with
        {
            DrainTime = TimeSpan.FromMilliseconds(300),
            TimeProvider = clock,
        };
        var due = new DateTimeOffset(2024, 5, 6, 12, 5, 0, TimeSpan.Zero);
        await using (await SelfHostApp.StartAsync(options))
        {
            await Eventually.TrueAsync(() => clock.WaitingFor(due) == 1);
            clock.SetUtcNow(due.AddSeconds(1));
            await Eventually.TrueAsync(() => _probe.Running == 1);
        }

        _probe.Behaviour = null;
        await using var again = await SelfHostApp.StartAsync(options);
        await Eventually.TrueAsync(() => _probe.Completed.Count == 1);

        Assert.True(((TimerInfo)_probe.Completed.Single().Argument!).IsPastDue);
    }

    private static async Task<bool> IsRefusedAsync(Uri url)
    {
        using var client = new HttpClient { BaseAddress = url };
        try
        {
            using var response = await client.GetAsync("/nowhere");
            return false;
        }
        // Refused, or closed as it began.
        catch (Exception exception) when (exception is HttpRequestException or SocketException)
        {
            return true;
        }
    }

    private async Task<QueueClient> QueueAsync()
    {
        var queue = new QueueClient(await _storage, "work");
        await queue.CreateAsync();
        return queue;
    }

    private static Task SendAsync(QueueClient queue, string text) =>
        queue.SendMessageAsync(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)));

    private static string Text(string message) => Encoding.UTF8.GetString(Convert.FromBase64String(message));
}
