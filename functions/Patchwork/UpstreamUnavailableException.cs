using System.Net.Sockets;

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

    /// <summary>The connection failed.</summary>
    internal static UpstreamUnavailableException NoConnection(Exception cause, bool transient) =>
        new($"Patchwork cannot be reached: {Reason(cause)}", transient: transient, inner: cause);

    /// <summary>
    /// The reason. For a failure of TLS, HttpClient's own message only refers to its inner exception.
    /// </summary>
    private static string Reason(Exception cause) =>
        cause is HttpRequestException { InnerException: { } inner and not SocketException }
            ? inner.GetBaseException().Message
            : cause.Message;
}
