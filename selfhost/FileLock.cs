namespace Hookwork.SelfHost;

/// <summary>
/// A lock between processes: a file that one of them holds open. The operating system releases it when the holder exits
/// or crashes.
/// </summary>
internal static class FileLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits for the lock and acquires it; disposing the stream releases it.</summary>
    /// <exception cref="IOException">The file cannot be opened for another reason.</exception>
    public static async Task<FileStream> TakeAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(
                    path,
                    FileMode.OpenOrCreate,
                    FileAccess.ReadWrite,
                    FileShare.None,
                    1,
                    FileOptions.Asynchronous
                );
            }
            catch (IOException exception) when (IsHeld(exception))
            {
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    /// <summary>Whether another process holds the file: EAGAIN of Linux and of macOS, or Windows' sharing violation.</summary>
    private static bool IsHeld(IOException exception) => exception.HResult is 11 or 35 or unchecked((int)0x80070020);
}
