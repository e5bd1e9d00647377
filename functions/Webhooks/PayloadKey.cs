namespace Hookwork.Webhooks;

/// <summary>Where a body is kept.</summary>
public sealed record PayloadKey(string Partition, string Row);
