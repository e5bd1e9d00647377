using System.ComponentModel;
using System.Diagnostics;
using Hookwork.SelfHost.Timers;

namespace Hookwork.SelfHost;

/// <summary>
/// The data folder of an Azurite, locked by one process at a time: two Azurites in one folder overwrite each other's
/// files. The lock ends with its process. The Azurite of a killed process exits slightly later, so the next start waits
/// for it.
/// </summary>
internal sealed class AzuriteFolder : IDisposable
{
    private const string LockFile = "hookwork.lock";

    // Longer than a killed process takes to exit.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly FileStream _lock;

    private AzuriteFolder(FileStream held) => _lock = held;

    /// <summary>Locks the folder, created if missing, once no other process and no Azurite uses it.</summary>
    /// <exception cref="SelfHostException">Another process holds the lock, or nothing can be written
    /// there.</exception>
    public static async Task<AzuriteFolder> TakeAsync(string path, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        FileStream held;
        try
        {
            Directory.CreateDirectory(path);
            held = await FileLock.TakeAsync(Path.Combine(path, LockFile), patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SelfHostException(
                $"Another selfhost keeps its data in {path}: stop that one, start this one in another folder, or set AzureWebJobsStorage to a connection string."
            );
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SelfHostException(
                $"Azurite cannot keep its data in {path} ({exception.Message.TrimEnd('.')}): start in a folder where this user may write."
            );
        }

        var folder = new AzuriteFolder(held);
        try
        {
            await folder.EndFormerAsync(cancellationToken);
            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Records which process uses the folder, for the first start after a crash.</summary>
    public void Note(Process azurite)
    {
        _lock.SetLength(0);
        using var writer = new StreamWriter(_lock, leaveOpen: true);
        try
        {
            writer.Write(LeaseHolder.NameOf(azurite));
        }
        // It has ended already.
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception) { }
    }

    public void Dispose() => _lock.Dispose();

    private async Task EndFormerAsync(CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(_lock, leaveOpen: true);
        var holder = await reader.ReadToEndAsync(cancellationToken);
        for (var waited = TimeSpan.Zero; LeaseHolder.Running(holder) is { } former; waited += Pause)
        {
            using (former)
            {
                if (waited > Azurite.StopTime)
                {
                    former.Kill();
                    return;
                }
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }
}
