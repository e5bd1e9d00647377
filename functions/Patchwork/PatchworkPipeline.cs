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

    /// <summary>The longest that one answer delays the requests of all others.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _time;
    private readonly Lazy<ResiliencePipeline> _reads;

    /// <summary>Until when the server asked to wait, in ticks of UTC.</summary>
    private long _resumes;

    public PatchworkPipeline(TimeProvider time)
    {
        _time = time;
        _reads = new Lazy<ResiliencePipeline>(MakeReads);
    }

    /// <summary>
    /// For requests that change nothing. It is made for the first of them: that takes long, and most first answers of a
    /// process need no such request.
    /// </summary>
    public ResiliencePipeline Reads => _reads.Value;

    /// <summary>
    /// The wait that the header Retry-After of an answer asks for, in seconds or until a date of the server's clock.
    /// </summary>
    public TimeSpan? RetryAfter(HttpResponseHeaders headers)
    {
        var now = headers.Date ?? _time.GetUtcNow();
        return headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date > now ? date - now : TimeSpan.Zero,
            _ => null,
        };
    }

    /// <summary>How long a backlog has to wait, since the server throttles; null if it does not.</summary>
    public TimeSpan? Pause
    {
        get
        {
            var rest = new TimeSpan(Volatile.Read(ref _resumes) - _time.GetUtcNow().UtcTicks);
            // The clock may have been set back.
            return rest > TimeSpan.Zero && rest <= LongestPause ? rest : null;
        }
    }

    /// <summary>Begins a pause, if the server asks for one that is too long to wait in place.</summary>
    /// <param name="headers">Those of an answer 429.</param>
    public void Throttled(HttpResponseHeaders headers)
    {
        if (RetryAfter(headers) is not { } asked || asked <= LongestWait)
            return;
        var pause = asked < LongestPause ? asked : LongestPause;
        Volatile.Write(ref _resumes, (_time.GetUtcNow() + pause).UtcTicks);
    }

    private ResiliencePipeline MakeReads() =>
        new ResiliencePipelineBuilder { TimeProvider = _time }
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

    private static TimeSpan After(UpstreamException exception) =>
        (exception as UpstreamUnavailableException)?.RetryAfter ?? TimeSpan.Zero;
}
