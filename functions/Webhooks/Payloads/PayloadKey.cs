namespace Hookwork.Webhooks.Payloads;

/// <summary>The storage key of a body.</summary>
public sealed record PayloadKey(string Partition, string Row);
