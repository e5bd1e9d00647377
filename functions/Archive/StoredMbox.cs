using Azure;

namespace Hookwork.Archive;

/// <summary>An open mbox in Blob storage.</summary>
/// <param name="Content">The bytes; the caller disposes the stream.</param>
/// <param name="Length">The length in bytes.</param>
/// <param name="ETag">Changes with the content.</param>
public sealed record StoredMbox(Stream Content, long Length, ETag ETag);
