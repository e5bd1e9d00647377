namespace Hookwork.Archive.Cursors;

/// <summary>How far polling had read a project's events when a poll ended.</summary>
/// <param name="At">When the poll ended.</param>
/// <param name="Date">The date of the last event read, as the server wrote it.</param>
/// <param name="Id">The highest id read.</param>
public sealed record Horizon(DateTimeOffset At, string Date, long Id);
