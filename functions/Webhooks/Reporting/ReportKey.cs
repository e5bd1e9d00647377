namespace Hookwork.Webhooks.Reporting;

/// <summary>Names a stored report.</summary>
/// <param name="Partition">That of the message.</param>
/// <param name="Context">The context.</param>
public sealed record ReportKey(string Partition, string Context);
