namespace Hookwork.Api;

/// <summary>Too many unknown credentials were sent: none is checked for a while.</summary>
public sealed class TooManyCallersException(TimeSpan retryAfter)
    : Exception("The credentials are not checked, since too many were sent lately.")
{
    /// <summary>The delay before a retry.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}
