using Hookwork.Input;

namespace Hookwork.Catalog.Files;

/// <summary>
/// The folder of this process's catalog files. The process holds a lock on its folder until it ends; the next process
/// to start deletes unlocked folders.
/// </summary>
public sealed class CatalogFolder : IDisposable
{
    private const string LockName = "lock";
    private const string Prefix = "catalogs-";
    private const int Tries = 3;

    private readonly FileStream _lock;
    private int _files;

    private CatalogFolder(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    /// <summary>The path of the folder.</summary>
    public string Path { get; }

    /// <summary>Creates a folder for this process and deletes those of ended processes.</summary>
    /// <exception cref="SettingsException">The folder is not writable.</exception>
    public static CatalogFolder Take(string root)
    {
        try
        {
            return Make(root);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException(
                $"Hookwork__CatalogFolder is '{Printable.Escape(root)}', where search cannot store its files ({Printable.Escape(exception.Message)}): name a folder that Hookwork may write to."
            );
        }
    }

    private static CatalogFolder Make(string root)
    {
        Directory.CreateDirectory(root);
        // Other folders here are not ours to delete.
        foreach (var folder in Directory.EnumerateDirectories(root, Prefix + "*").Where(IsOurs))
            RemoveIfAbandoned(folder);

        for (var tries = 1; ; tries++)
        {
            // Never renamed: Windows refuses this while a file in a folder is open.
            var path = System.IO.Path.Combine(root, $"{Prefix}{Guid.NewGuid():N}");
            Directory.CreateDirectory(path);
            try
            {
                var held = Lock(path, FileMode.CreateNew);
                // The file is there a moment before it is locked. A process that starts then may delete it, or hold it.
                if (File.Exists(held.Name))
                    return new CatalogFolder(path, held);
                held.Dispose();
            }
            catch (IOException) when (tries < Tries) { }
        }
    }

    /// <summary>
    /// Opens and locks a folder's file. Windows deletes a file that is open only if the file is shared for this;
    /// elsewhere the lock would then be shared, too.
    /// </summary>
    private static FileStream Lock(string folder, FileMode mode) =>
        new(
            System.IO.Path.Combine(folder, LockName),
            mode,
            FileAccess.ReadWrite,
            OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None
        );

    /// <summary>A file name not used before. Recreates the folder if a cleaner of temporary files deleted it.</summary>
    public string NewFile() =>
        System.IO.Path.Combine(Directory.CreateDirectory(Path).FullName, $"{Interlocked.Increment(ref _files)}.db");

    /// <summary>Deletes a file and SQLite's files beside it.</summary>
    public static void Remove(string file)
    {
        try
        {
            foreach (var suffix in (string[])["", "-wal", "-shm"])
                File.Delete(file + suffix);
        }
        // A cleaner deleted the folder, and its lock with it, so that another process may delete the one made since.
        catch (DirectoryNotFoundException) { }
    }

    public void Dispose()
    {
        _lock.Dispose();
        Delete(Path);
    }

    private static bool IsOurs(string folder) =>
        Guid.TryParseExact(System.IO.Path.GetFileName(folder.AsSpan())[Prefix.Length..], "N", out _);

    private static void RemoveIfAbandoned(string folder)
    {
        // Another process may have created the folder, and not its lock yet.
        if (
            File.Exists(System.IO.Path.Combine(folder, LockName))
            || DateTime.UtcNow - Directory.GetCreationTimeUtc(folder) > TimeSpan.FromMinutes(1)
        )
            Delete(folder);
    }

    /// <summary>Deletes a folder, unless it is locked.</summary>
    private static void Delete(string folder)
    {
        try
        {
            using (Lock(folder, FileMode.OpenOrCreate))
                Directory.Delete(folder, recursive: true);
        }
        // The folder is locked, in use, or being deleted by another process; the next process to start retries.
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException) { }
    }
}
