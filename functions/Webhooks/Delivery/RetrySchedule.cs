namespace Hookwork.Webhooks.Delivery;

/// <summary>When a delivery that failed is tried again, and when a target that keeps failing is.</summary>
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

    /// <summary>A wait is up to this part longer, so that what failed together does not come back together.</summary>
    public const double Jitter = 0.2;

    /// <summary>A Retry-After is honoured up to this long.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromDays(1);

    private static readonly TimeSpan FirstProbe = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestProbe = TimeSpan.FromMinutes(5);

    /// <summary>The wait after an attempt that failed; null after the last.</summary>
    /// <param name="attempts">How many were made, this one included.</param>
    public static TimeSpan? After(int attempts, TimeSpan? retryAfter)
    {
        if (attempts >= Waits.Count)
            return null;
        var wait = Jittered(Waits[attempts]);
        return retryAfter is { } asked && asked > wait ? Least(asked, LongestRetryAfter) : wait;
    }

    /// <summary>How long a target is left alone that failed, or asked to be slowed down, so often in a row.</summary>
    public static TimeSpan Pause(int times, TimeSpan? retryAfter)
    {
        var wait = Jittered(Least(FirstProbe * Math.Pow(2, Math.Min(times, 20)), LongestProbe));
        return retryAfter is { } asked && asked > wait ? Least(asked, LongestRetryAfter) : wait;
    }

    private static TimeSpan Jittered(TimeSpan wait) => wait * (1 + Random.Shared.NextDouble() * Jitter);

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
