namespace Hookwork.Patchwork;

/// <summary>What a caller wants written on the server, as it came.</summary>
/// <param name="Path">Path and query, relative to the server's root.</param>
/// <param name="Authorization">The caller's own; null where it gave none.</param>
public sealed record WriteRequest(
    HttpMethod Method,
    string Path,
    byte[] Body,
    string? ContentType,
    string? Accept,
    string? Authorization
);
