using Hookwork.Input;
using Hookwork.SelfHost.Configuration;
using Hookwork.SelfHost.Functions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NCrontab;

namespace Hookwork.SelfHost.Timers;

/// <summary>
/// Runs a timer function on its schedule, on one instance at a time. An occurrence missed while no instance ran is run
/// at the next start; occurrences that fall within a long run are skipped.
/// </summary>
internal sealed partial class TimerTrigger : ITrigger
{
    // How often an instance checks whether another one has finished the occurrence.
    private static readonly TimeSpan Recheck = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);

    // How far the clocks of two instances may differ.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    private readonly TriggeredFunction _function;
    private readonly FunctionInvoker _invoker;
    private readonly CrontabSchedule _schedule;
    private readonly TimerTriggerAttribute _attribute;
    private readonly TimerBlob _blob;
    private readonly IServiceProvider _services;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Faults _faults;

    public TimerTrigger(
        TriggeredFunction function,
        CrontabSchedule schedule,
        TimeSpan? timeout,
        TimerBlob blob,
        IServiceProvider services,
        TimeProvider time,
        ILogger log
    )
    {
        _function = function;
        _invoker = new FunctionInvoker(function, typeof(TimerInfo), timeout);
        _schedule = schedule;
        _attribute = (TimerTriggerAttribute)function.Trigger;
        _blob = blob;
        _services = services;
        _time = time;
        _log = log;
        _faults = new Faults($"The timer of {function.Name}", log);
    }

    private DateTime Now => _time.GetUtcNow().UtcDateTime;

    /// <summary>
    /// The function's schedule in UTC, parsed as the Functions host does: five fields omit the seconds.
    /// </summary>
    /// <exception cref="SettingsException">The schedule is not valid or never occurs, or the setting it refers to is
    /// missing.</exception>
    public static CrontabSchedule ScheduleOf(TriggeredFunction function, IConfiguration configuration)
    {
        var written = ((TimerTriggerAttribute)function.Trigger).Schedule;
        var text = AppSettings.Substitute(written, configuration, $"the timer function {function.Name}");
        var subject = AppSettings.ReferenceIn(written) is { } setting
            ? $"The setting {setting}"
            : $"The schedule of {function.Name}";
        try
        {
            var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
            var schedule = CrontabSchedule.Parse(
                text,
                new CrontabSchedule.ParseOptions { IncludingSeconds = fields != 5 }
            );
            return schedule.GetNextOccurrence(DateTime.UtcNow) < DateTime.MaxValue
                ? schedule
                : throw new SettingsException($"{subject} is a schedule that never occurs: \"{text}\"; {Advice}.");
        }
        catch (Exception exception) when (exception is CrontabException or OverflowException or ArgumentException)
        {
            // A number beyond the range of int throws OverflowException, not CrontabException.
            var reason = exception.Message.Split(". ")[0].TrimEnd('.');
            throw new SettingsException($"{subject} is not a valid schedule: \"{text}\" ({reason}); {Advice}.");
        }
    }

    private const string Advice =
        "give second, minute, hour, day, month and day of week, such as \"0 * * * * *\" for every minute";

    public async Task RunAsync(CancellationToken stopping, CancellationToken aborting)
    {
        var start = Now;
        await RetryAsync(() => StartAsync(start, stopping, aborting), stopping);
        while (!stopping.IsCancellationRequested)
        {
            var due = await NextAsync(stopping);
            if (stopping.IsCancellationRequested)
                return;
            await RetryAsync(
                () => RunOnceAsync(due, status => IsSince(status.LastUpdated, due), startup: false, aborting),
                stopping
            );
        }
    }

    /// <summary>Runs at startup: the missed occurrence, or the run that <c>RunOnStartup</c> requests.</summary>
    private async Task<bool> StartAsync(DateTime start, CancellationToken stopping, CancellationToken aborting)
    {
        var status = await _blob.ReadAsync(stopping);
        if (status is null)
            await _blob.CreateAsync(
                new TimerStatus(default, _schedule.GetNextOccurrence(start), start, null, null),
                stopping
            );
        if (_attribute.RunOnStartup)
            return await RunOnceAsync(start, now => IsSince(now.Succeeded, start), startup: true, aborting);
        return !IsMissed(status, start)
            || await RunOnceAsync(start, now => IsSince(now.LastUpdated, start), startup: true, aborting);
    }

    private bool IsMissed(TimerStatus? status, DateTime now) =>
        _attribute.UseMonitor && status is not null && _schedule.GetNextOccurrence(status.LastUpdated) < now;

    /// <summary>Whether a run ended since a time. One in the future ended before the clock was set back.</summary>
    private bool IsSince(DateTime? ended, DateTime time) => ended >= time && ended <= Now + Skew;

    /// <summary>Runs the function, unless another instance has.</summary>
    /// <returns>Whether the occurrence is done; false while another instance runs it.</returns>
    private async Task<bool> RunOnceAsync(
        DateTime due,
        Func<TimerStatus, bool> isDone,
        bool startup,
        CancellationToken aborting
    )
    {
        await using var lease = await _blob.TryLeaseAsync(aborting);
        if (lease is null)
            return await _blob.ReadAsync(aborting) is { } seen && isDone(seen);

        var status = await _blob.ReadAsync(aborting) ?? new TimerStatus(default, null, due, null, null);
        if (isDone(status))
            return true;
        await _blob.WriteAsync(status with { Holder = LeaseHolder.Current }, lease.Id, aborting);

        var info = Info(status, due, IsMissed(status, due));
        using var running = CancellationTokenSource.CreateLinkedTokenSource(aborting, lease.Lost);
        if (await InvokeAsync(info, startup, running.Token) is not { } succeeded)
            return aborting.IsCancellationRequested;
        await _blob.WriteAsync(After(status, due, succeeded), lease.Id, running.Token);
        return true;
    }

    private TimerInfo Info(TimerStatus status, DateTime due, bool isPastDue) =>
        new()
        {
            IsPastDue = isPastDue,
            ScheduleStatus = _attribute.UseMonitor
                ? new ScheduleStatus
                {
                    Last = status.Last,
                    Next = _schedule.GetNextOccurrence(due),
                    LastUpdated = status.LastUpdated,
                }
                : null,
        };

    private TimerStatus After(TimerStatus status, DateTime due, bool succeeded)
    {
        var now = Now;
        return new TimerStatus(
            due,
            _schedule.GetNextOccurrence(now),
            now,
            succeeded ? now : status.Succeeded,
            LeaseHolder.Current
        );
    }

    /// <returns>Whether the run succeeded; <see langword="null"/> if it was cancelled, so that it counts as
    /// missed.</returns>
    private async Task<bool?> InvokeAsync(TimerInfo info, bool startup, CancellationToken cancellationToken)
    {
        Log.Running(
            _log,
            _function.Name,
            info.IsPastDue ? "past due"
                : startup ? "at start"
                : "on schedule"
        );
        try
        {
            await using var scope = _services.CreateAsyncScope();
            await _invoker.InvokeAsync(scope.ServiceProvider, info, cancellationToken);
            return true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Log.CutShort(_log, _function.Name);
            return null;
        }
        catch (Exception exception)
        {
            Log.Failed(_log, _function.Name, exception);
            return false;
        }
    }

    /// <summary>Waits for the next occurrence.</summary>
    private async Task<DateTime> NextAsync(CancellationToken stopping)
    {
        var due = _schedule.GetNextOccurrence(Now);
        // A delay may be truncated to whole milliseconds and the clock may be set, so the clock is read again.
        while (!stopping.IsCancellationRequested && Now is var now && now < due)
        {
            var wait = due - now + TimeSpan.FromMilliseconds(1);
            await Task.Delay(wait < LongestDelay ? wait : LongestDelay, _time, stopping)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // Earlier if the clock was set back.
            if (_schedule.GetNextOccurrence(Now) is var next && next < due)
                due = next;
        }

        return due;
    }

    /// <summary>Retries until the occurrence is done, while another instance runs it or storage fails.</summary>
    private async Task RetryAsync(Func<Task<bool>> attempt, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var done = await attempt();
                _faults.Worked();
                if (done)
                    return;
                await Task.Delay(Recheck, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                await _faults.FailedAsync(exception, stopping);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Debug, "{Function} runs {Why}.")]
        public static partial void Running(ILogger logger, string function, string why);

        [LoggerMessage(LogLevel.Error, "{Function} failed.")]
        public static partial void Failed(ILogger logger, string function, Exception exception);

        [LoggerMessage(
            LogLevel.Warning,
            "{Function} was cancelled: the app is stopping, or another instance holds the lease."
        )]
        public static partial void CutShort(ILogger logger, string function);
    }
}
