using Azure;

namespace Hookwork.Archive.Cursors;

/// <summary>The polling state of one project, or of all projects if one poll serves them.</summary>
public sealed record Cursor
{
    /// <summary>The project's id; <see cref="AllProjects"/> if one poll serves all.</summary>
    public required long Project { get; init; }

    /// <summary>The date of the last event read, as the server wrote it; null before the first.</summary>
    public string? Since { get; init; }

    /// <summary>Where the first good poll began; empty for the oldest event, null before it.</summary>
    public string? Start { get; init; }

    /// <summary>When the last hours were last read again for events that became visible late.</summary>
    public DateTimeOffset? RereadAt { get; init; }

    /// <summary>The point up to which every event has been read, including late ones; null if unknown.</summary>
    public Horizon? Settled { get; init; }

    /// <summary>The point before <see cref="Settled"/>; null if unknown.</summary>
    public Horizon? Earlier { get; init; }

    /// <summary>
    /// The time up to which every event was read, including late ones. It also moves while there are no events; null if
    /// unknown.
    /// </summary>
    public DateTimeOffset? ReadTo { get; init; }

    /// <summary>The end points of recent polls, oldest first; earlier events may still become visible.</summary>
    public IReadOnlyList<Horizon> Settling { get; init; } = [];

    /// <summary>When a poll last reached the newest event.</summary>
    public DateTimeOffset? CaughtUpAt { get; init; }

    /// <summary>The number of consecutive failed polls.</summary>
    public int Failures { get; init; }

    /// <summary>Why the last poll failed; null if it succeeded.</summary>
    public string? LastError { get; init; }

    /// <summary>Whether a bot wall or similar blocks the server.</summary>
    public bool Blocked { get; init; }

    /// <summary>The earliest time of the next poll; set while the server is blocked or down.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>The version that was read; null if there is no row.</summary>
    public ETag? ETag { get; init; }

    public const long AllProjects = 0;

    /// <summary>How often an idle project is logged; without a poll for this long, it counts as behind.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromMinutes(15);
}
