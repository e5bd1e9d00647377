using Azure;

namespace Hookwork.Webhooks.Conditions;

/// <summary>What was announced last of a condition.</summary>
/// <param name="Value">What held then.</param>
/// <param name="Number">How many messages there were; 0 where the value is only where it began.</param>
public sealed record AnnouncedValue(string Value, int Number)
{
    /// <summary>The last message, as JSON; null without one.</summary>
    public string? Announcement { get; init; }

    /// <summary>Whether that message is queued for sure.</summary>
    public bool IsQueued { get; init; }

    /// <summary>The version that was read.</summary>
    public ETag ETag { get; init; }
}
