using System.Text.Json.Serialization;

namespace Hookwork.SelfHost.Timers;

/// <summary>
/// A timer function's state, shared by all instances: the content of its status blob, which also carries the lease of
/// the running instance.
/// </summary>
/// <param name="Last">The last occurrence that ran.</param>
/// <param name="Next">The next occurrence.</param>
/// <param name="LastUpdated">When the last run ended; occurrences before it count as done.</param>
/// <param name="Succeeded">When a run last succeeded.</param>
/// <param name="Holder">The process that runs it, or ran it last; see <see cref="LeaseHolder"/>.</param>
internal sealed record TimerStatus(
    DateTime Last,
    DateTime? Next,
    DateTime LastUpdated,
    DateTime? Succeeded,
    string? Holder
);

[JsonSerializable(typeof(TimerStatus))]
internal sealed partial class TimerJson : JsonSerializerContext;
