using System.Reflection;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Hookwork.Hosting;
using Hookwork.SelfHost;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Hookwork.Tests.SelfHost;

public sealed class TimerTriggerTests
{
    private static readonly DateTimeOffset s_noon = new(2024, 5, 6, 12, 0, 0, TimeSpan.Zero);

    private readonly ManualClock _clock = new(s_noon.AddMinutes(1));
    private readonly Probe _probe = new();

    [Theory]
    [InlineData("0 */5 * * * *")]
    [InlineData("*/5 * * * *")]
    public async Task Runs_when_its_time_has_come(string schedule)
    {
        var options = Options(await TestAzurite.NewAccountAsync(), typeof(EveryFiveMinutes)).With(("Every", schedule));
        await using var app = await SelfHostApp.StartAsync(options);

        await TickAsync(s_noon.AddMinutes(5));
        await TickAsync(s_noon.AddMinutes(10));
        await WaitingAsync(s_noon.AddMinutes(15));

        Assert.Equal(2, _probe.Calls.Count);
        var info = Assert.IsType<TimerInfo>(_probe.Calls.Last().Argument);
        Assert.False(info.IsPastDue);
        Assert.Equal(s_noon.AddMinutes(5).UtcDateTime, info.ScheduleStatus!.Last);
        Assert.Equal(s_noon.AddMinutes(15).UtcDateTime, info.ScheduleStatus.Next);
    }

    [Fact]
    public async Task Does_not_run_at_its_first_start_unless_told_to()
    {
        await using var app = await StartAsync(await TestAzurite.NewAccountAsync(), typeof(EveryFiveMinutes));

        await WaitingAsync(s_noon.AddMinutes(5));

        Assert.Empty(_probe.Calls);
    }

    [Fact]
    public async Task Runs_at_each_start_when_told_to()
    {
        var storage = await TestAzurite.NewAccountAsync();
        for (var starts = 1; starts <= 2; starts++)
        {
            await using var app = await StartAsync(storage, typeof(AtStart));
            await WaitingAsync(s_noon.AddMinutes(5));
            Assert.Equal(starts, _probe.Calls.Count);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.All(_probe.Calls, call => Assert.False(((TimerInfo)call.Argument!).IsPastDue));
    }

    [Fact]
    public async Task Makes_up_at_the_start_for_a_run_that_was_missed()
    {
        var storage = await TestAzurite.NewAccountAsync();
        await using (await StartAsync(storage, typeof(EveryFiveMinutes)))
            await WaitingAsync(s_noon.AddMinutes(5));
        _clock.SetUtcNow(s_noon.AddMinutes(7));

        await using var app = await StartAsync(storage, typeof(EveryFiveMinutes));
        await WaitingAsync(s_noon.AddMinutes(10));

        Assert.True(((TimerInfo)Assert.Single(_probe.Calls).Argument!).IsPastDue);
    }

    [Fact]
    public async Task Misses_nothing_where_it_is_told_not_to_watch()
    {
        var storage = await TestAzurite.NewAccountAsync();
        await using (await StartAsync(storage, typeof(Unwatched)))
            await WaitingAsync(s_noon.AddMinutes(5));
        _clock.SetUtcNow(s_noon.AddMinutes(7));

        await using var app = await StartAsync(storage, typeof(Unwatched));
        await TickAsync(s_noon.AddMinutes(10));
        await WaitingAsync(s_noon.AddMinutes(15));

        Assert.Null(((TimerInfo)Assert.Single(_probe.Calls).Argument!).ScheduleStatus);
    }

    /// <summary>Azure starts an instance for a timer, perhaps too late, and stops it when it is idle.</summary>
    [Fact]
    public void Each_timer_of_the_app_runs_at_each_start_or_makes_up_for_what_it_missed()
    {
        var triggers = typeof(HookworkServices)
            .Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .Where(method => method.IsDefined(typeof(FunctionAttribute)))
            .SelectMany(method => method.GetParameters())
            .Select(parameter => parameter.GetCustomAttribute<TimerTriggerAttribute>())
            .OfType<TimerTriggerAttribute>()
            .ToList();

        Assert.NotEmpty(triggers);
        Assert.All(triggers, trigger => Assert.True(trigger.RunOnStartup || trigger.UseMonitor, trigger.Schedule));
    }

    [Fact]
    public async Task Skips_what_a_long_run_overruns()
    {
        var finish = new TaskCompletionSource();
        _probe.Behaviour = _ => finish.Task;
        await using var app = await StartAsync(await TestAzurite.NewAccountAsync(), typeof(EveryFiveMinutes));
        await TickAsync(s_noon.AddMinutes(5));
        await Eventually.TrueAsync(() => _probe.Running == 1);

        _clock.SetUtcNow(s_noon.AddMinutes(16));
        finish.SetResult();
        await TickAsync(s_noon.AddMinutes(20));
        await WaitingAsync(s_noon.AddMinutes(25));

        Assert.Equal(2, _probe.Calls.Count);
        Assert.Equal(1, _probe.Most);
        Assert.All(_probe.Calls, call => Assert.False(((TimerInfo)call.Argument!).IsPastDue));
    }

    [Fact]
    public async Task Runs_once_for_two_instances()
    {
        var storage = await TestAzurite.NewAccountAsync();
        await using var one = await StartAsync(storage, typeof(EveryFiveMinutes));
        await using var other = await StartAsync(storage, typeof(EveryFiveMinutes));

        for (var minute = 5; minute <= 30; minute += 5)
            await TickAsync(s_noon.AddMinutes(minute), waiters: 2);
        await WaitingAsync(s_noon.AddMinutes(35), waiters: 2);

        Assert.Equal(6, _probe.Calls.Count);
        Assert.Equal(1, _probe.Most);
    }

    [Fact]
    public async Task Goes_on_after_a_failure()
    {
        _probe.Behaviour = _ => throw new InvalidOperationException("not this time");
        var lines = new LogLines();
        await using var app = await SelfHostApp.StartAsync(
            Options(await TestAzurite.NewAccountAsync(), typeof(EveryFiveMinutes)).LoggingTo(lines)
        );

        await TickAsync(s_noon.AddMinutes(5));
        await TickAsync(s_noon.AddMinutes(10));
        await WaitingAsync(s_noon.AddMinutes(15));

        Assert.Equal(2, _probe.Calls.Count);
        Assert.Equal(2, lines.Count(LogLevel.Error, "Timer failed"));
    }

    [Fact]
    public async Task Goes_on_after_the_clock_was_set_back()
    {
        var storage = await TestAzurite.NewAccountAsync();
        await using (await StartAsync(storage, typeof(AtStart)))
            await WaitingAsync(s_noon.AddMinutes(5));
        var nine = s_noon.AddHours(-3);
        var clock = new ManualClock(nine.AddMinutes(1));

        await using var app = await SelfHostApp.StartAsync(
            Options(storage, typeof(AtStart)) with
            {
                TimeProvider = clock,
            }
        );
        await Eventually.TrueAsync(() => clock.WaitingFor(nine.AddMinutes(5)) == 1);
        Assert.Equal(2, _probe.Calls.Count);
        clock.SetUtcNow(nine.AddMinutes(5).AddMilliseconds(1));
        await Eventually.TrueAsync(() => clock.WaitingFor(nine.AddMinutes(10)) == 1);

        Assert.Equal(3, _probe.Calls.Count);
    }

    [Fact]
    public async Task Cancels_a_run_whose_lease_is_lost()
    {
        _probe.Behaviour = call => Task.Delay(Timeout.Infinite, call.Token);
        var storage = await TestAzurite.NewAccountAsync();
        await using var app = await StartAsync(storage, typeof(EveryFiveMinutes));
        await TickAsync(s_noon.AddMinutes(5));
        await Eventually.TrueAsync(() => _probe.Running == 1);

        _probe.Behaviour = null;
        var blob = new BlobClient(storage, "azure-webjobs-hosts", "timers/selfhost/Timer/status");
        await blob.GetBlobLeaseClient().BreakAsync(TimeSpan.Zero);

        // The cancelled run does not count as done: it is run again.
        await Eventually.TrueAsync(() => _probe.Completed.Count == 1);
        Assert.Equal(2, _probe.Calls.Count);
        Assert.True(_probe.Calls.First().Token.IsCancellationRequested);
    }

    [Fact]
    public async Task Counts_as_idle_only_after_a_good_run_since_the_start()
    {
        var storage = await TestAzurite.NewAccountAsync();
        await using (await StartAsync(storage, typeof(AtStart)))
            await WaitingAsync(s_noon.AddMinutes(5));
        _clock.SetUtcNow(s_noon.AddMinutes(2));
        _probe.Behaviour = _ => throw new InvalidOperationException("not yet");
        var idleChecks = 0;
        await using var app = await SelfHostApp.StartAsync(
            Options(storage, typeof(AtStart)) with
            {
                CountsWhenIdle = (_, _) => Task.FromResult(Interlocked.Increment(ref idleChecks) > 2 ? "{}" : null),
            }
        );

        var idle = app.WaitUntilIdleAsync();
        await WaitingAsync(s_noon.AddMinutes(5));
        Assert.Equal(0, idleChecks);
        _probe.Behaviour = null;
        await TickAsync(s_noon.AddMinutes(5));

        Assert.Equal("{}", await idle);
        Assert.Equal(3, idleChecks);
    }

    private SelfHostOptions Options(string storage, Type functions) =>
        TestApp.Options(storage, _probe, functions).With(("Every", "0 */5 * * * *")) with
        {
            TimeProvider = _clock,
        };

    private Task<SelfHostApp> StartAsync(string storage, Type functions) =>
        SelfHostApp.StartAsync(Options(storage, functions));

    private Task WaitingAsync(DateTimeOffset due, int waiters = 1) =>
        Eventually.TrueAsync(() => _clock.WaitingFor(due) == waiters);

    /// <summary>Advances the clock to an instant that timers wait for.</summary>
    private async Task TickAsync(DateTimeOffset due, int waiters = 1)
    {
        await WaitingAsync(due, waiters);
        _clock.SetUtcNow(due.AddMilliseconds(1));
    }

    public sealed class EveryFiveMinutes(Probe probe)
    {
        [Function("Timer")]
        public Task RunAsync([TimerTrigger("%Every%")] TimerInfo timer, CancellationToken cancellationToken) =>
            probe.CallAsync("Timer", timer, cancellationToken);
    }

    public sealed class AtStart(Probe probe)
    {
        [Function("Timer")]
        public Task RunAsync(
            [TimerTrigger("%Every%", RunOnStartup = true)] TimerInfo timer,
            CancellationToken cancellationToken
        ) => probe.CallAsync("Timer", timer, cancellationToken);
    }

    public sealed class Unwatched(Probe probe)
    {
        [Function("Timer")]
        public Task RunAsync(
            [TimerTrigger("%Every%", UseMonitor = false)] TimerInfo timer,
            CancellationToken cancellationToken
        ) => probe.CallAsync("Timer", timer, cancellationToken);
    }
}
