using System.Text.Json.Serialization;

namespace Hookwork.SelfHost.Timers;

/// <summary>
/// What instances know of a timer function's runs: the content of its status blob, which also carries the lease of the
/// one that runs it.
/// </summary>
/// <param name="Last">The occurrence that ran last.</param>
/// <param name="Next">The occurrence that comes next.</param>
/// <param name="LastUpdated">When the last run ended; what was due before counts as done.</param>
/// <param name="Succeeded">When a run last ended well.</param>
/// <param name="Holder">Who runs it, or ran it last.</param>
internal sealed record TimerStatus(
    DateTime Last,
    DateTime? Next,
    DateTime LastUpdated,
    DateTime? Succeeded,
    string? Holder
);

/// <summary>The JSON of <see cref="TimerStatus"/>.</summary>
[JsonSerializable(typeof(TimerStatus))]
internal sealed partial class TimerJson : JsonSerializerContext;
