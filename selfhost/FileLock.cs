namespace Hookwork.SelfHost;

/// <summary>
/// A lock between processes: a file that one of them holds open. The operating system releases it when the holder exits
/// or crashes.
/// </summary>
internal static class FileLock
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits for the lock and acquires it; disposing the stream releases it.</summary>
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
            catch (IOException)
            {
                await Task.Delay(s_pause, cancellationToken);
            }
        }
    }
}
