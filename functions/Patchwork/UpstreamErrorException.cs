namespace Hookwork.Patchwork;

/// <summary>The server failed at this request, or its answer is damaged.</summary>
public sealed class UpstreamErrorException(string message, bool transient, Exception? inner = null)
    : UpstreamException(message, inner)
{
    public override bool IsTransient { get; } = transient;
}
