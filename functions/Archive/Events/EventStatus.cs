namespace Hookwork.Archive.Events;

/// <summary>The processing status of an event.</summary>
public static class EventStatus
{
    /// <summary>Its resource is still to be fetched.</summary>
    public const string Pending = "pending";

    /// <summary>Its resource is archived.</summary>
    public const string Done = "done";

    /// <summary>Its resource no longer exists on the server.</summary>
    public const string Gone = "gone";

    /// <summary>It is malformed, or its resource could not be fetched after all retries.</summary>
    public const string Failed = "failed";
}
