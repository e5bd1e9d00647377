namespace Hookwork.Patchwork.Resources;

/// <summary>A resource as the server showed it.</summary>
/// <param name="Json">The server's JSON, its own addresses made relative.</param>
/// <param name="Value">The fields that Hookwork reads.</param>
public sealed record Fetched<T>(ReadOnlyMemory<byte> Json, T Value)
    where T : Resource;
