using System.Diagnostics;
using Hookwork.SelfHost.Timers;

namespace Hookwork.SelfHost;

/// <summary>
/// The data folder of an Azurite, held by one process at a time: two Azurites over one folder overwrite each other's
/// files. The hold ends with the process; the Azurite of a process that was killed lives a moment longer, so it is
/// waited for.
/// </summary>
internal sealed class AzuriteFolder : IDisposable
{
    private const string LockFile = "hookwork.lock";

    // Longer than a process that was killed takes to vanish.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    // Longer than an Azurite whose starter has gone takes to save and end: see run.mjs.
    private static readonly TimeSpan s_longestEnd = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    private readonly FileStream _lock;

    private AzuriteFolder(FileStream held) => _lock = held;

    /// <summary>Takes the folder, created when missing, once no process and no Azurite works in it.</summary>
    /// <exception cref="SelfHostException">Another process has it.</exception>
    public static async Task<AzuriteFolder> TakeAsync(string path, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(s_patience);
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
        catch (UnauthorizedAccessException)
        {
            throw new SelfHostException(
                $"Azurite cannot keep its data in {path}, where this user may not write: start in another folder."
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

    /// <summary>Writes down which process works in the folder, for whoever comes after a crash.</summary>
    public void Note(Process azurite)
    {
        _lock.SetLength(0);
        using var writer = new StreamWriter(_lock, leaveOpen: true);
        writer.Write(LeaseHolder.NameOf(azurite));
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private async Task EndFormerAsync(CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(_lock, leaveOpen: true);
        var holder = await reader.ReadToEndAsync(cancellationToken);
        for (var waited = TimeSpan.Zero; LeaseHolder.Running(holder) is { } former; waited += s_pause)
        {
            using (former)
            {
                if (waited > s_longestEnd)
                {
                    former.Kill();
                    return;
                }
            }

            await Task.Delay(s_pause, cancellationToken);
        }
    }
}
