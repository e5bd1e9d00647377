namespace Hookwork.Webhooks.Subscriptions;

/// <summary>Whether a subscription's deliveries are sent.</summary>
public static class SubscriptionStatus
{
    /// <summary>They are sent.</summary>
    public const string Active = "active";

    /// <summary>It was paused: deliveries are recorded, and sent once it is resumed.</summary>
    public const string Paused = "paused";

    /// <summary>Its target was gone or failed for five days: nothing is recorded until it is resumed.</summary>
    public const string Disabled = "disabled";
}
