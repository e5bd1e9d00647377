namespace Hookwork.Webhooks.Delivery;

/// <summary>How far a delivery is.</summary>
public static class DeliveryState
{
    /// <summary>It is to be sent, or to be sent again.</summary>
    public const string Pending = "pending";

    /// <summary>The target took it.</summary>
    public const string Delivered = "delivered";

    /// <summary>Every attempt failed.</summary>
    public const string Failed = "failed";
}
