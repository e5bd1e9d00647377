namespace Hookwork.Recorded;

/// <summary>Events that become visible after newer ones, as those of long transactions do.</summary>
/// <param name="Every">Events whose id is a multiple of this are late.</param>
/// <param name="Requests">The number of event requests, of any kind, before a late event becomes visible.</param>
public sealed record LateEvents(int Every, int Requests);
