using System.Net.Http.Headers;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Hookwork.Patchwork;

/// <summary>
/// Resilience of requests to the server: retries with jitter and bounded waits, and a circuit breaker.
/// </summary>
public sealed class PatchworkPipeline
{
    /// <summary>A Retry-After up to this long is waited for in place; after a longer one, the queue retries.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time;

    public PatchworkPipeline(TimeProvider time)
    {
        _time = time;
        Reads = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(
                new RetryStrategyOptions
                {
                    ShouldHandle = new PredicateBuilder().Handle<UpstreamException>(exception =>
                        exception.IsTransient && After(exception) <= LongestWait
                    ),
                    MaxRetryAttempts = 3,
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                    Delay = TimeSpan.FromMilliseconds(200),
                    MaxDelay = LongestWait,
                    DelayGenerator = arguments =>
                        ValueTask.FromResult(
                            arguments.Outcome.Exception is UpstreamUnavailableException { RetryAfter: { } wait }
                                ? wait
                                : (TimeSpan?)null
                        ),
                }
            )
            .AddCircuitBreaker(
                new CircuitBreakerStrategyOptions
                {
                    ShouldHandle = new PredicateBuilder().Handle<UpstreamUnavailableException>(exception =>
                        exception.RetryAfter is null
                    ),
                    FailureRatio = 0.8,
                    MinimumThroughput = 20,
                    SamplingDuration = TimeSpan.FromSeconds(30),
                    BreakDuration = TimeSpan.FromSeconds(5),
                }
            )
            .Build();
    }

    /// <summary>For requests that change nothing.</summary>
    public ResiliencePipeline Reads { get; }

    /// <summary>The wait that a Retry-After header asks for, in seconds or until a date.</summary>
    public TimeSpan? RetryAfter(RetryConditionHeaderValue? header) =>
        header switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date > _time.GetUtcNow() ? date - _time.GetUtcNow() : TimeSpan.Zero,
            _ => null,
        };

    private static TimeSpan After(UpstreamException exception) =>
        (exception as UpstreamUnavailableException)?.RetryAfter ?? TimeSpan.Zero;
}
