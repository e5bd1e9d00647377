using Microsoft.Extensions.Logging;

namespace Hookwork.SelfHost.Functions;

/// <summary>
/// What a trigger does about storage that fails: tells it once, waits longer each time, tells when it is over.
/// </summary>
internal sealed partial class Faults(string trigger, ILogger log)
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(5);

    private int _failures;

    /// <summary>Notes a failure and waits before the next attempt.</summary>
    public async Task FailedAsync(Exception exception, CancellationToken stopping)
    {
        if (_failures++ == 0)
            Log.Failing(log, trigger, exception.Message.Split('\n')[0].TrimEnd());
        var wait = TimeSpan.FromMilliseconds(100 * Math.Pow(2, Math.Min(_failures, 10)));
        await Task.Delay(wait < s_longest ? wait : s_longest, stopping)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Notes that it works.</summary>
    public void Worked()
    {
        if (_failures == 0)
            return;
        Log.Working(log, trigger, _failures);
        _failures = 0;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Trigger} is waiting for storage: {Reason}")]
        public static partial void Failing(ILogger logger, string trigger, string reason);

        [LoggerMessage(LogLevel.Information, "{Trigger} goes on after {Failures} failures.")]
        public static partial void Working(ILogger logger, string trigger, int failures);
    }
}
