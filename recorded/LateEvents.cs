namespace Hookwork.Recorded;

/// <summary>Events that become visible after newer ones, as those of long transactions do.</summary>
/// <param name="Every">Every event whose id is a multiple of this is late.</param>
/// <param name="Requests">How many requests for events, of whatever kind, it misses before it shows.</param>
public sealed record LateEvents(int Every, int Requests);
