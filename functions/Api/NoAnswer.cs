using Azure;
using Hookwork.Patchwork;

namespace Hookwork.Api;

/// <summary>The failures of a request that asks the server.</summary>
internal static class NoAnswer
{
    /// <summary>
    /// Whether the server did not answer in time, or no slot was free. The slots are blobs, so Storage may fail too.
    /// </summary>
    /// <param name="cancellationToken">The caller's, whose own cancellation is no such failure.</param>
    public static bool IsNoAnswer(this Exception exception, CancellationToken cancellationToken) =>
        exception is UpstreamException or RequestFailedException or AggregateException
        || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);
}
