namespace Hookwork.Patchwork;

/// <summary>The server cannot be reached, is overloaded, or asked to wait (429, 502, 503, 504).</summary>
public sealed class UpstreamUnavailableException(
    string message,
    TimeSpan? retryAfter = null,
    bool transient = true,
    Exception? inner = null
) : UpstreamException(message, inner)
{
    /// <summary>How long the server asked to wait.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    public override bool IsTransient { get; } = transient;
}
