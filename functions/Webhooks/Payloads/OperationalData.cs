namespace Hookwork.Webhooks.Payloads;

/// <summary>The data of an operational message: the subscription and the reason.</summary>
public sealed record OperationalData(string Subscription, string? Url, string Reason)
{
    /// <summary>The <c>webhook-id</c> of the message that was given up.</summary>
    public string? Message { get; init; }
    public string? Type { get; init; }
    public int? Attempts { get; init; }
}
