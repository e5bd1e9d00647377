namespace Hookwork.Webhooks.Payloads;

/// <summary>The completion of a series.</summary>
/// <param name="Event">The event that reported it.</param>
/// <param name="Members">The ids of the cover letter and the patches at that time.</param>
public sealed record Completion(long Event, IReadOnlyList<long> Members);
