namespace Hookwork.Recorded.Http;

/// <summary>How a response ends.</summary>
internal enum Ending
{
    /// <summary>It is sent completely.</summary>
    Whole,

    /// <summary>Half of the body is sent, then the connection is closed.</summary>
    Cut,

    /// <summary>The connection is closed before anything is sent.</summary>
    Dropped,

    /// <summary>Nothing is sent, and the connection stays open.</summary>
    Hanging,
}
