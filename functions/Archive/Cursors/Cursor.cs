using Azure;

namespace Hookwork.Archive.Cursors;

/// <summary>Where polling of one project stands, or of all projects where one poll serves them.</summary>
public sealed record Cursor
{
    /// <summary>The project's id; <see cref="AllProjects"/> where one poll serves all.</summary>
    public required long Project { get; init; }

    /// <summary>The date of the last event read, in the server's own words; null before the first.</summary>
    public string? Since { get; init; }

    /// <summary>Where the first poll began; empty for the oldest event, null where that is not known.</summary>
    public string? Start { get; init; }

    /// <summary>When the last hours were read again, for events that became visible late.</summary>
    public DateTimeOffset? RereadAt { get; init; }

    /// <summary>
    /// Up to where every event was read, those that became visible late among them; null before that is known.
    /// </summary>
    public Horizon? Settled { get; init; }

    /// <summary>How far the last polls came, oldest first: what came before may still become visible.</summary>
    public IReadOnlyList<Horizon> Settling { get; init; } = [];

    /// <summary>When a poll last reached the newest event, to within <see cref="Heartbeat"/>.</summary>
    public DateTimeOffset? CaughtUpAt { get; init; }

    /// <summary>How many polls in a row failed.</summary>
    public int Failures { get; init; }

    /// <summary>Why the last poll failed; null once one succeeds.</summary>
    public string? LastError { get; init; }

    /// <summary>Whether a bot wall or the like stands before the server.</summary>
    public bool Blocked { get; init; }

    /// <summary>No poll before this; set while the server is blocked or down.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>The version that was read; null while there is no row.</summary>
    public ETag? ETag { get; init; }

    public const long AllProjects = 0;

    /// <summary>How often a poll that finds nothing says so: seldom, since an idle poll should write nothing.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromMinutes(15);
}
