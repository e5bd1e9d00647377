namespace Hookwork.Recorded.Http;

/// <summary>How an answer ends.</summary>
internal enum Ending
{
    /// <summary>It is sent whole.</summary>
    Whole,

    /// <summary>Half of the body is sent, then the connection cut.</summary>
    Cut,

    /// <summary>The connection is cut before anything is sent.</summary>
    Dropped,

    /// <summary>Nothing is sent, and the connection kept.</summary>
    Hanging,
}
