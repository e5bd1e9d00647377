namespace Hookwork.SelfHost;

/// <summary>
/// A lock between processes: a file that one of them holds open. The system lifts it when its holder dies, however it
/// dies.
/// </summary>
internal static class FileLock
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits for the lock and takes it; dispose what it returns to give it back.</summary>
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
