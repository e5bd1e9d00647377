namespace Hookwork.Webhooks.Payloads;

/// <summary>Where a body is kept.</summary>
public sealed record PayloadKey(string Partition, string Row);
