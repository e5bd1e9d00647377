using Azure;

namespace Hookwork.Archive;

/// <summary>An mbox in Blob storage, opened.</summary>
/// <param name="Content">Its bytes; to be disposed.</param>
/// <param name="Length">How many.</param>
/// <param name="ETag">Changes with them.</param>
public sealed record StoredMbox(Stream Content, long Length, ETag ETag);
