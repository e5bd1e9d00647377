namespace Hookwork.Patchwork;

/// <summary>The server did not give the answer asked for.</summary>
public class UpstreamException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether the same request may succeed at once, if sent again.</summary>
    public virtual bool IsTransient => false;
}
