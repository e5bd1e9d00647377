using Azure;

namespace Hookwork.Webhooks.Subscriptions;

/// <summary>A subscription as it is stored.</summary>
public sealed record Subscription
{
    /// <summary>Sorts by creation.</summary>
    public required string Id { get; init; }
    public required SubscriptionSettings Settings { get; init; }

    /// <summary>The ids of the projects that the settings name; empty for every project.</summary>
    public IReadOnlyList<long> Projects { get; init; } = [];

    /// <summary>One of <see cref="SubscriptionStatus"/>.</summary>
    public string Status { get; init; } = SubscriptionStatus.Active;

    /// <summary>Why it is disabled.</summary>
    public string? Reason { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The secret, encrypted.</summary>
    public required string Secret { get; init; }

    /// <summary>
    /// The secrets before the last rotations, the newest first, each encrypted, with a space between; deliveries are
    /// signed with them, too, until <see cref="OldSecretUntil"/>.
    /// </summary>
    public string? OldSecret { get; init; }
    public DateTimeOffset? OldSecretUntil { get; init; }

    /// <summary>Headers to send, as JSON, encrypted, since they may contain credentials; null for none.</summary>
    public string? Headers { get; init; }

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> HeaderNames { get; init; } = [];

    /// <summary>The token that its format needs, encrypted; null for none.</summary>
    public string? Token { get; init; }

    /// <summary>The version that was read.</summary>
    public ETag ETag { get; init; }

    /// <summary>Whether its messages are polled instead of sent.</summary>
    public bool IsPolled => Settings.Url is null;

    /// <summary>After how many quiet days a series is stale.</summary>
    public int StaleDays => Settings.StaleDays ?? SubscriptionSettings.DefaultStaleDays;

    /// <summary>What its settings say about a condition, in short; null for a type without options.</summary>
    public string? OptionOf(string type) =>
        type switch
        {
            WebhookType.SeriesReviewed => Settings.Reviewed.Key(),
            WebhookType.SeriesStale => $"{StaleDays}",
            _ => null,
        };

    /// <summary>Whether another version of it sends to the same address, with the same credentials.</summary>
    public bool HasTargetOf(Subscription other) =>
        (Settings.Url, Token, Headers) == (other.Settings.Url, other.Token, other.Headers);

    /// <summary>Whether it receives events of this type and project; its query aside.</summary>
    /// <param name="project">Null without a project.</param>
    /// <param name="option">Its <see cref="OptionOf"/> the type must be this; null for any.</param>
    public bool Takes(string type, long? project, string? option = null) =>
        Status != SubscriptionStatus.Disabled
        && (Settings.Types.Count == 0 ? WebhookType.Default : Settings.Types).Contains(type)
        && (project is not { } id || Projects.Count == 0 || Projects.Contains(id))
        && (option is null || option == OptionOf(type));
}
