namespace Hookwork.Webhooks.Payloads;

/// <summary>That a series was complete.</summary>
/// <param name="Event">The event that said so.</param>
/// <param name="Members">The ids of the cover letter and the patches that it had.</param>
public sealed record Completion(long Event, IReadOnlyList<long> Members);
