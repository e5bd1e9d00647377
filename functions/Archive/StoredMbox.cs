namespace Hookwork.Archive;

/// <summary>An open mbox.</summary>
/// <param name="Start">Its first bytes.</param>
/// <param name="Rest">The bytes after them.</param>
/// <param name="Length">The length in bytes of both.</param>
/// <param name="ETag">Changes with the content.</param>
public sealed record StoredMbox(ReadOnlyMemory<byte> Start, Stream Rest, long Length, string ETag) : IAsyncDisposable
{
    /// <summary>Copies it.</summary>
    public async Task CopyToAsync(Stream destination, CancellationToken cancellationToken)
    {
        await destination.WriteAsync(Start, cancellationToken);
        await Rest.CopyToAsync(destination, cancellationToken);
    }

    public ValueTask DisposeAsync() => Rest.DisposeAsync();
}
