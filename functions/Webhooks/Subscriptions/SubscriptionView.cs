namespace Hookwork.Webhooks.Subscriptions;

/// <summary>A subscription as the API shows it.</summary>
public sealed record SubscriptionView
{
    public required string Id { get; init; }
    public string? Url { get; init; }
    public required string Description { get; init; }
    public required IReadOnlyList<string> Projects { get; init; }
    public required IReadOnlyList<string> Types { get; init; }
    public string? Query { get; init; }
    public required string Format { get; init; }
    public int Settle { get; init; }
    public int? RateLimit { get; init; }
    public required ReviewRule Reviewed { get; init; }

    public int StaleDays { get; init; }

    /// <summary>The names only, since values may be credentials.</summary>
    public required IReadOnlyList<string> Headers { get; init; }

    /// <summary>Whether it has a token, which is never shown.</summary>
    public bool HasToken { get; init; }
    public required string Status { get; init; }
    public string? Reason { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Shown once: on creation, and on rotation.</summary>
    public string? Secret { get; init; }

    public static SubscriptionView Of(Subscription subscription, string? secret = null) =>
        new()
        {
            Id = subscription.Id,
            Url = subscription.Settings.Url,
            Description = subscription.Settings.Description,
            Projects = subscription.Settings.Projects,
            Types = subscription.Settings.Types,
            Query = subscription.Settings.Query,
            Format = subscription.Settings.Format,
            Settle = subscription.Settings.Settle,
            RateLimit = subscription.Settings.RateLimit,
            Reviewed = subscription.Settings.Reviewed,
            StaleDays = subscription.StaleDays,
            Headers = subscription.HeaderNames,
            HasToken = subscription.Token is not null,
            Status = subscription.Status,
            Reason = subscription.Reason,
            CreatedAt = subscription.CreatedAt,
            Secret = secret,
        };
}
