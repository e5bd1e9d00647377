using Hookwork.Api.Http;
using Microsoft.AspNetCore.Http;

namespace Hookwork.Api;

/// <summary>Too many unknown credentials were sent, or writes without any: none is forwarded for a while.</summary>
public sealed class TooManyCallersException(TimeSpan retryAfter)
    : Exception(
        "Too many unknown credentials, or writes without any, were sent in the last minute: try again when Retry-After has passed."
    )
{
    /// <summary>What the caller is told.</summary>
    internal ApiAnswer Answer =>
        ApiAnswer
            .Detail(StatusCodes.Status429TooManyRequests, Message)
            .With("Retry-After", Math.Ceiling(retryAfter.TotalSeconds).ToString());
}
