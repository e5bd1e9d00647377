namespace Hookwork.Webhooks.Payloads;

/// <summary>A series whose message was made while prerequisites were missing.</summary>
/// <param name="Completion">The event that completed it.</param>
/// <param name="Names">What the missing ones are called, as <see cref="Builds.PrerequisiteFinder.NameOf"/> says.</param>
public sealed record AwaitedSeries(long Project, long Series, long Completion, IReadOnlyList<string> Names);
