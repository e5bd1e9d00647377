namespace Hookwork.Api;

/// <summary>Too many unknown credentials were sent: none is checked for a while.</summary>
public sealed class TooManyCallersException(TimeSpan retryAfter)
    : Exception("Too many unknown credentials were sent in the last minute: try again when Retry-After has passed.")
{
    /// <summary>The delay before a retry.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}
