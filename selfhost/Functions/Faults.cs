using Hookwork.Input;
using Microsoft.Extensions.Logging;

namespace Hookwork.SelfHost.Functions;

/// <summary>
/// A trigger's backoff while storage fails: logs the first failure, waits longer each time, and logs the recovery.
/// </summary>
internal sealed partial class Faults(string trigger, ILogger log)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private int _failures;

    /// <summary>Counts a failure and waits before the next attempt.</summary>
    public async Task FailedAsync(Exception exception, CancellationToken stopping)
    {
        if (_failures++ == 0)
            Log.Failing(log, trigger, Printable.FirstLine(exception));
        await Task.Delay(Backoff.After(_failures - 1, First, Longest), stopping)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Records a success, which resets the backoff.</summary>
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

        [LoggerMessage(LogLevel.Information, "{Trigger} recovered after {Failures} failures.")]
        public static partial void Working(ILogger logger, string trigger, int failures);
    }
}
