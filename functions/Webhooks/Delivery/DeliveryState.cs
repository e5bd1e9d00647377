namespace Hookwork.Webhooks.Delivery;

/// <summary>The state of a delivery.</summary>
public static class DeliveryState
{
    /// <summary>It will be sent or retried.</summary>
    public const string Pending = "pending";

    /// <summary>The target accepted it.</summary>
    public const string Delivered = "delivered";

    /// <summary>Every attempt failed.</summary>
    public const string Failed = "failed";
}
