using System.Text.Json.Serialization;

namespace Hookwork.Webhooks.Delivery;

/// <summary>One attempt to deliver, as the API shows it.</summary>
/// <param name="At">When it began.</param>
/// <param name="Status">What the target answered; null where it did not.</param>
/// <param name="Error">Why there was no answer, or why it is not taken for one.</param>
/// <param name="DurationMs">Until the answer, or until it was given up, in milliseconds.</param>
/// <param name="Response">The first KiB of the answer's body.</param>
public sealed record Attempt(DateTimeOffset At, int? Status, string? Error, int DurationMs, string? Response)
{
    /// <summary>How long the target asks to be left alone.</summary>
    [JsonIgnore]
    public TimeSpan? RetryAfter { get; init; }

    [JsonIgnore]
    public bool Succeeded => Status is >= 200 and < 300;

    /// <summary>The target says that it will never take anything again.</summary>
    [JsonIgnore]
    public bool IsGone => Status == 410;

    /// <summary>The target says that it is asked for too much.</summary>
    [JsonIgnore]
    public bool IsThrottled => Status is 429 or 502 or 504 || (Status == 503 && RetryAfter is not null);

    /// <summary>What went wrong, in a few words.</summary>
    [JsonIgnore]
    public string Failure => Error ?? $"The target answered {Status}.";
}
