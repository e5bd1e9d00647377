namespace Hookwork.Recorded.Resources;

/// <summary>An mbox as it was served.</summary>
/// <param name="ContentType">The Content-Type header.</param>
/// <param name="Disposition">The Content-Disposition header.</param>
/// <param name="Body">The exact bytes.</param>
internal sealed record Mbox(string ContentType, string Disposition, byte[] Body);
