namespace Hookwork.Patchwork;

/// <summary>A caller's write to the server, unchanged.</summary>
/// <param name="Path">Path and query, relative to the server's root.</param>
/// <param name="Authorization">The caller's header; null if it sent none.</param>
public sealed record WriteRequest(
    HttpMethod Method,
    string Path,
    byte[] Body,
    string? ContentType,
    string? Accept,
    string? Authorization
);
