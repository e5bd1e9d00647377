using Hookwork.Input;
using Microsoft.Extensions.Configuration;

namespace Hookwork.Ingest;

/// <summary>The timing of ingest. The defaults suit every deployment; tests use shorter times.</summary>
public sealed record IngestSettings
{
    /// <summary>
    /// How long an event may stay unfinished before it is queued again. It is longer than a refresh waits for an
    /// event's change (123 s), and shorter than the messages of a killed process stay hidden (ten minutes).
    /// </summary>
    public TimeSpan SweepAfter { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>
    /// The same for an event that has no message, by default a minute. The poll or push that refreshes it takes ten
    /// seconds at most.
    /// </summary>
    public TimeSpan SweepUnqueuedAfter => SweepAfter / 3;

    /// <summary>
    /// The same for work that was lost some times before. It doubles from the fourth loss on, up to 128 times (6.4
    /// hours by default), so that work which ends every process that takes it does so less and less often.
    /// </summary>
    public TimeSpan SweepAfterLosses(int losses) => SweepAfter * (1 << Math.Clamp(losses - 3, 0, 7));

    /// <summary>
    /// How much later than newer events an event may become visible on the server. The API holds the newer ones back
    /// for as long.
    /// </summary>
    public TimeSpan HoldEvents { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingsException">A setting is malformed.</exception>
    public static IngestSettings Read(IConfiguration configuration)
    {
        var usual = new IngestSettings();
        return new IngestSettings
        {
            SweepAfter =
                configuration.Read(
                    "Hookwork__SweepAfter",
                    TimeSpan.FromTicks(1),
                    TimeSpan.FromDays(1),
                    "a time span of at most a day, such as 00:03:00"
                ) ?? usual.SweepAfter,
            HoldEvents =
                configuration.Read(
                    "Hookwork__HoldEvents",
                    TimeSpan.Zero,
                    TimeSpan.FromHours(1),
                    "a time span of at most an hour, such as 00:00:30"
                ) ?? usual.HoldEvents,
        };
    }
}
