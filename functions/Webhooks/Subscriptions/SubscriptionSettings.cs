using Hookwork.Webhooks.Formats;

namespace Hookwork.Webhooks.Subscriptions;

/// <summary>The settings of a subscription, as the API takes and shows them.</summary>
public sealed record SubscriptionSettings
{
    /// <summary>Where deliveries go; null for a subscription that is polled.</summary>
    public string? Url { get; init; }

    /// <summary>For people only.</summary>
    public string Description { get; init; } = "";

    /// <summary>Link names or ids; empty for every project.</summary>
    public IReadOnlyList<string> Projects { get; init; } = [];

    /// <summary>Some of <see cref="WebhookType.All"/>; empty for <see cref="WebhookType.Default"/>.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>The query that an event's mail must match, before or after the change; null for every event.</summary>
    public string? Query { get; init; }

    /// <summary>The name of one of <see cref="WebhookFormats.All"/>.</summary>
    public string Format { get; init; } = WebhookFormats.Default;

    /// <summary>How long a completed series waits for a cover letter, 0 to 60 seconds.</summary>
    public int Settle { get; init; } = LongestSettle;

    /// <summary>The most deliveries a minute; null for no limit.</summary>
    public int? RateLimit { get; init; }

    /// <summary>When <see cref="WebhookType.SeriesReviewed"/> is sent.</summary>
    public ReviewRule Reviewed
    {
        get => field ?? ReviewRule.Default;
        init;
    }

    /// <summary>
    /// After how many quiet days <see cref="WebhookType.SeriesStale"/> is sent; null for <see cref="DefaultStaleDays"/>.
    /// </summary>
    public int? StaleDays { get; init; }

    public const int LongestSettle = 60;
    public const int DefaultStaleDays = 14;
    public const int MostStaleDays = 365;
}
