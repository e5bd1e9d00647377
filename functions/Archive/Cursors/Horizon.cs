namespace Hookwork.Archive.Cursors;

/// <summary>How far polling had read the events of a project at some moment.</summary>
/// <param name="At">When the poll ended.</param>
/// <param name="Date">The date of the last event read, in the server's own words.</param>
/// <param name="Id">The greatest id read.</param>
public sealed record Horizon(DateTimeOffset At, string Date, long Id);
