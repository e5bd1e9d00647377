namespace MimeKit.Utils;

/// <summary>Writes asynchronously what is quick to write into memory.</summary>
internal static class AsyncWriting
{
    public static async Task WriteAsync(Action<Stream> write, Stream target, CancellationToken cancellationToken)
    {
        using var memory = new MemoryStream();
        write(memory);
        await target.WriteAsync(memory.GetBuffer().AsMemory(0, (int)memory.Length), cancellationToken).ConfigureAwait(false);
    }
}
