using Azure;

namespace Hookwork.Webhooks.Conditions;

/// <summary>What was announced last of a condition.</summary>
/// <param name="Value">What held then.</param>
/// <param name="Number">How many messages were announced; 0 if the value is only the initial one.</param>
public sealed record AnnouncedValue(string Value, int Number)
{
    /// <summary>The last message, as JSON; null without one.</summary>
    public string? Announcement { get; init; }

    /// <summary>Whether that message is known to be queued.</summary>
    public bool IsQueued { get; init; }

    /// <summary>The version that was read.</summary>
    public ETag ETag { get; init; }
}
