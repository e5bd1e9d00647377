using Azure;
using Azure.Data.Tables;
using Hookwork.Webhooks.Delivery;

namespace Hookwork.Webhooks.Targets;

/// <summary>The health of a subscription's target.</summary>
public sealed record TargetHealth
{
    /// <summary>Attempts that failed since the last one that succeeded.</summary>
    public int Failures { get; init; }

    /// <summary>When the first of them failed, or the first after <see cref="LongestSilence"/>.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>When the last of them failed.</summary>
    public DateTimeOffset? LastFailure { get; init; }

    /// <summary>How often in a row it throttled.</summary>
    public int Throttles { get; init; }

    /// <summary>Nothing is sent before this time.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>When the claim of the current probe expires.</summary>
    public DateTimeOffset? ProbingUntil { get; init; }

    /// <summary>The rate limit's state: when the next delivery would be due, were they evenly spaced.</summary>
    public DateTimeOffset? PacedTo { get; init; }

    /// <summary>The version that was read; null while there is no row.</summary>
    public ETag? ETag { get; init; }

    /// <summary>After this many failures in a row deliveries wait, and one probe is sent at a time.</summary>
    public const int MostFailures = 3;

    /// <summary>A target that fails for this long is logged for the operator.</summary>
    public static readonly TimeSpan NotableFailure = TimeSpan.FromMinutes(30);

    /// <summary>The subscription of a target that fails for this long is disabled.</summary>
    public static readonly TimeSpan LongestFailure = TimeSpan.FromDays(5);

    /// <summary>
    /// If nothing was sent for this long, the target may have worked meanwhile. The attempts of one delivery are closer
    /// together.
    /// </summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromDays(2);

    public bool IsDown => Failures >= MostFailures;

    /// <summary>Whether it has failed for so long that an operator should know, and nothing shows that it works again.</summary>
    public bool IsNotable(DateTimeOffset now) =>
        now - FailingSince >= NotableFailure && now - LastFailure <= LongestSilence;

    /// <summary>Whether deliveries may be sent at once.</summary>
    public bool IsWell(DateTimeOffset now) => !IsDown && !(NotBefore > now);

    /// <summary>Until when nothing may be sent; null if deliveries may.</summary>
    public DateTimeOffset? BlockedUntil(DateTimeOffset now) =>
        NotBefore > now || ProbingUntil > now
            ? (ProbingUntil > NotBefore || NotBefore is null ? ProbingUntil : NotBefore)
            : null;

    /// <summary>The health after an attempt.</summary>
    public TargetHealth After(Attempt attempt, DateTimeOffset now)
    {
        if (attempt.Succeeded)
            // An attempt that began before the target throttled does not show that it accepts deliveries again.
            return
                (Failures == 0 && NotBefore is null) || (Throttles > 0 && NotBefore > now && attempt.At < LastFailure)
                ? this
                : this with
                {
                    Failures = 0,
                    FailingSince = null,
                    LastFailure = null,
                    Throttles = 0,
                    NotBefore = null,
                    ProbingUntil = null,
                };

        var failed = this with
        {
            Failures = Failures + 1,
            FailingSince = now - LastFailure > LongestSilence ? now : FailingSince ?? now,
            LastFailure = now,
            ProbingUntil = null,
        };
        var pause = TimeSpan.Zero;
        if (attempt.IsThrottled)
        {
            failed = failed with { Throttles = Throttles + 1 };
            pause = RetrySchedule.Pause(Throttles, attempt.RetryAfter);
        }
        if (
            failed.IsDown
            && RetrySchedule.Pause(failed.Failures - MostFailures, attempt.RetryAfter) is var probe
            && probe > pause
        )
            pause = probe;
        return pause > TimeSpan.Zero && !(NotBefore > now + pause) ? failed with { NotBefore = now + pause } : failed;
    }

    public TableEntity Write(string partition, string row) =>
        new(partition, row)
        {
            ["Failures"] = Failures,
            ["Throttles"] = Throttles,
            ["FailingSince"] = FailingSince,
            ["LastFailure"] = LastFailure,
            ["NotBefore"] = NotBefore,
            ["ProbingUntil"] = ProbingUntil,
            ["PacedTo"] = PacedTo,
        };

    public static TargetHealth Read(TableEntity entity) =>
        new()
        {
            Failures = entity.GetInt32("Failures") ?? 0,
            Throttles = entity.GetInt32("Throttles") ?? 0,
            FailingSince = entity.GetDateTimeOffset("FailingSince"),
            LastFailure = entity.GetDateTimeOffset("LastFailure"),
            NotBefore = entity.GetDateTimeOffset("NotBefore"),
            ProbingUntil = entity.GetDateTimeOffset("ProbingUntil"),
            PacedTo = entity.GetDateTimeOffset("PacedTo"),
            ETag = entity.ETag,
        };
}
