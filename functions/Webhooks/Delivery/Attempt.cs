using System.Text.Json.Serialization;

namespace Hookwork.Webhooks.Delivery;

/// <summary>One attempt to deliver, as the API shows it.</summary>
/// <param name="At">When it began.</param>
/// <param name="Status">The status that the target answered; null without an answer.</param>
/// <param name="Error">Why there was no answer, or why it is not accepted.</param>
/// <param name="DurationMs">Until the answer, or until it was given up, in milliseconds.</param>
/// <param name="Response">The first KiB of the answer's body.</param>
public sealed record Attempt(DateTimeOffset At, int? Status, string? Error, int DurationMs, string? Response)
{
    /// <summary>The wait that the target asks for.</summary>
    [JsonIgnore]
    public TimeSpan? RetryAfter { get; init; }

    [JsonIgnore]
    public bool Succeeded => Status is >= 200 and < 300;

    /// <summary>Whether the target answered 410 (Gone).</summary>
    [JsonIgnore]
    public bool IsGone => Status == 410;

    /// <summary>Whether the target or its gateway throttles: GitHub does so also with 403, GitLab with 400.</summary>
    [JsonIgnore]
    public bool IsThrottled => Status is 429 or 502 or 504 || (Status is 400 or 403 or 503 && RetryAfter is not null);

    /// <summary>The failure, in a few words.</summary>
    [JsonIgnore]
    public string Failure => Error ?? $"The target answered {Status}.";
}
