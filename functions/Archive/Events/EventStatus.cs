namespace Hookwork.Archive.Events;

/// <summary>How far Hookwork is with an event.</summary>
public static class EventStatus
{
    /// <summary>What it speaks of is still to be fetched.</summary>
    public const string Pending = "pending";

    /// <summary>What it speaks of is archived.</summary>
    public const string Done = "done";

    /// <summary>What it speaks of is not on the server any more.</summary>
    public const string Gone = "gone";

    /// <summary>
    /// It cannot be understood, or what it speaks of could not be fetched however often it was tried.
    /// </summary>
    public const string Failed = "failed";
}
