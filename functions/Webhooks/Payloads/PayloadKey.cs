namespace Hookwork.Webhooks.Payloads;

/// <summary>The storage key of a body: of a message, a format, and what else makes bodies differ.</summary>
public sealed record PayloadKey(string Partition, string Row)
{
    /// <summary>The key of the body in a format, for a subscription whose format was changed since.</summary>
    public PayloadKey In(string format, string messageId)
    {
        var parts = Row[(messageId.Length + 1)..].Split('-');
        parts[0] = format;
        return this with { Row = $"{messageId}-{string.Join('-', parts)}" };
    }
}
