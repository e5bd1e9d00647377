using Hookwork.Input;

namespace Hookwork.Webhooks.Delivery;

/// <summary>When a failed delivery is retried, and when a failing target is.</summary>
public static class RetrySchedule
{
    /// <summary>The waits before each attempt, without jitter: the first is made at once.</summary>
    public static IReadOnlyList<TimeSpan> Waits { get; } =
    [
        TimeSpan.Zero,
        TimeSpan.FromSeconds(5),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(5),
        TimeSpan.FromHours(10),
        TimeSpan.FromHours(10),
    ];

    /// <summary>
    /// The jitter: a wait is longer by up to this fraction, so that joint failures are not retried together.
    /// </summary>
    public const double Jitter = 0.2;

    /// <summary>A Retry-After is honoured up to this long.</summary>
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromDays(1);

    private static readonly TimeSpan FirstProbe = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestProbe = TimeSpan.FromMinutes(5);

    /// <summary>The wait after an attempt that failed; null after the last.</summary>
    /// <param name="attempts">How many were made, this one included.</param>
    public static TimeSpan? After(int attempts, TimeSpan? retryAfter) =>
        attempts < Waits.Count ? Wait(Waits[attempts], retryAfter) : null;

    /// <summary>The pause for a target that failed, or throttled, this often in a row.</summary>
    public static TimeSpan Pause(int times, TimeSpan? retryAfter) =>
        Wait(Backoff.After(times, FirstProbe, LongestProbe), retryAfter);

    /// <summary>A wait with jitter, or as long as the target asks for if that is longer.</summary>
    private static TimeSpan Wait(TimeSpan planned, TimeSpan? retryAfter)
    {
        var wait = planned * (1 + Random.Shared.NextDouble() * Jitter);
        if (retryAfter is not { } asked || asked <= wait)
            return wait;
        return asked < LongestRetryAfter ? asked : LongestRetryAfter;
    }
}
